import { CodedError } from '../kit/errors/coded-error';
import { isNotificationId } from './notification-id';

/**
 * SQS message ids. AWS documents at most 100 characters and sends UUIDs; SQS itself would dead-letter a message with an
 * id of another form.
 */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether it is a notification's id, or an SQS message id, which stands in for an unreadable notification id. */
export const isRecordId = (value: unknown): boolean =>
  isNotificationId(value) || (typeof value === 'string' && UUID.test(value));

/**
 * Validates an id before it becomes part of a ledger key. The audit chain has its own partition keys in the same table:
 * a record stored under an id such as `C#acme` would end acme's chain.
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
