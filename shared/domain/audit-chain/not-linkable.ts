/** The `event` of the log line for a record that the audit channel did not write. */
export const NOT_LINKABLE = 'audit_record_not_linkable';
