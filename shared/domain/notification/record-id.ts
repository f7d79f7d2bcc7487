import { CodedError } from '../kit/errors/coded-error';
import { isNotificationId } from './notification-id';

/** AWS documents at most 100 characters and sends UUIDs; SQS itself dead-letters what would come under another form. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of a notification, or of the SQS message where no notification id could be read. */
export const isRecordId = (value: unknown): boolean =>
  isNotificationId(value) || (typeof value === 'string' && UUID.test(value));

/**
 * Every key of the ledger that is made of an id goes through here. The audit chain has partition keys of its own in the
 * same table, and an id such as `C#acme` would spell one of them: what is stored there would end acme's chain.
 *
 * @throws CodedError `ledger.id.malformed`
 */
export function recordId(id: string): string {
  if (isRecordId(id)) return id;
  throw new CodedError(
    'ledger.id.malformed',
    `${JSON.stringify(id.slice(0, 64))} is no id of the ledger, expected a ULID or the UUID of an SQS message`,
    'take the id that `publish` printed, or the message id that the function logged',
  );
}
