/** What the log says of a record that somebody else than the audit channel put into the ledger. */
export const NOT_LINKABLE = 'audit_record_not_linkable';
