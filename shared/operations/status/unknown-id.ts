import { CodedError } from '../../domain/kit/errors/coded-error';
import type { NotificationHistory } from '../../ports/ledger';

/** ULIDs are written in upper case, message ids of SQS in lower case. */
export const canonicalId = (id: string): string => (/^[0-7][0-9a-z]{25}$/i.test(id) ? id.toUpperCase() : id);

/** Whether nothing at all is recorded under an id. */
export const isUnknown = ({ event, deliveries }: NotificationHistory): boolean =>
  event === undefined && deliveries.length === 0;

export const unknownId = (id: string): CodedError =>
  new CodedError(
    'cli.unknown_id',
    `nothing is recorded under id '${id}'`,
    "take the id of the notification as it was published, not SNS's message id",
  );
