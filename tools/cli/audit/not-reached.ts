/** Heading in docs/runbook.md, whose table has the same places, and the commands for each. */
export const RUNBOOK_SECTION = 'Places that the command does not reach';

/** Places that still hold an address after its erasure, how long, and the operator's action, in the order to do them. */
export const NOT_REACHED = [
  [
    'queues: dead letters, and waiting messages',
    '14 days; 4 days',
    'redrive or delete the dead letters that name it, then erase again',
  ],
  [
    'function logs',
    '7 days, in dev 14, in prod 90',
    'they have digests of addresses without a key: delete the log streams',
  ],
  ['restore points of both tables', '35 days', 'erase again after every restore; delete your own backups'],
  ['bucket of attachments', '30 days, in prod 400, old versions 7', 'delete files about the person, with all versions'],
  ['archive and anchors', 'until their lock ends', 'nothing: recipients are digests there, data stays as published'],
  [
    "the account's suppression list of SES",
    'until you delete it',
    'delete it only if mail may be sent to the address again',
  ],
].map(([place = '', until = '', todo = '']) => ({ place, until, todo }));
