import { parseJson } from '../domain/kit/json/json';
import { attributeFaults } from '../domain/notification/attribute-rules';
import type { Notification } from '../domain/notification/notification';

/** What an attempt needs to know of its notification. */
export type DeliveredEvent = Pick<Notification, 'id' | 'tenant' | 'type' | 'expirytime'>;

/**
 * Reads the body of a delivery message. One of our own that breaks the notification's rules is a bug or a forgery: it
 * throws a TypeError each time that it comes, until SQS dead-letters it.
 */
export function deliveredEvent(body: string): DeliveredEvent {
  const json = parseJson(body);
  const value = ((json.ok && json.value) || {}) as DeliveredEvent & Record<string, unknown>;
  const codes = attributeFaults(value, ['id', 'tenant', 'type', 'expirytime']).map(({ code }) => code);
  if (codes.length > 0) throw new TypeError(`delivery message is refused: ${codes.join(', ')}`);
  const { id, tenant, type, expirytime } = value;
  return { id, tenant, type, ...(expirytime !== undefined && { expirytime }) };
}
