import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { NotificationHistory } from '../../../shared/ports/ledger';

/** ULIDs are written in upper case, message ids of SQS in lower case. */
export const canonicalId = (id: string): string => (/^[0-7][0-9a-z]{25}$/i.test(id) ? id.toUpperCase() : id);

/** Whether nothing at all is recorded under an id. */
export const isUnknown = ({ event, deliveries }: NotificationHistory): boolean =>
  event === undefined && deliveries.length === 0;

/** @param hint where the command has another remedy too, as it stands in the fix, such as `wait; ` */
export const unknownId = (id: string, table: string, hint = ''): CodedError =>
  new CodedError(
    'cli.unknown_id',
    `nothing is recorded under id '${id}' in table ${table}`,
    `take the id that \`publish\` printed, not SNS's message id; ${hint}for another stack add --outputs`,
  );
