/** What still holds an address after it was erased, until when, and what an operator can do: docs/runbook.md says how. */
export const NOT_REACHED = [
  ['messages in queues', 'dead letters 14 days, others 4', 'delete those that name it'],
  ['function logs', 'until they expire', 'digests of addresses without a key; delete their streams'],
  [
    'restore points of the tables',
    '35 days, backups of your own for ever',
    'erase again after a restore; delete backups',
  ],
  ['bucket of attachments', "as long as the ledger's records, old versions 7 days", 'delete files about the person'],
  ['SES and mailboxes', 'not ours', "SES's own suppression list keeps it until it is deleted there"],
].map(([place = '', until = '', todo = '']) => ({ place, until, todo }));
