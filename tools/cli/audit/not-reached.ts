/** Places that still hold an address after its erasure, how long, and the operator's action; details in docs/runbook.md. */
export const NOT_REACHED = [
  ['messages in queues', 'dead letters 14 days, others 4', 'delete those that name it'],
  ['function logs', 'until they expire', 'digests of addresses without a key; delete their streams'],
  [
    'restore points of the tables',
    '35 days, your own backups without limit',
    'erase again after a restore; delete backups',
  ],
  ['bucket of attachments', "as long as the ledger's records, old versions 7 days", 'delete files about the person'],
  ['SES and mailboxes', 'not ours', "SES's own suppression list keeps it until it is deleted there"],
].map(([place = '', until = '', todo = '']) => ({ place, until, todo }));
