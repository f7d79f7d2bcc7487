import { parseJson } from '../domain/kit/json/json';
import { attributeFaults } from '../domain/notification/attribute-rules';
import type { Notification } from '../domain/notification/notification';

/** The fields of a notification that an attempt needs. */
export type DeliveredEvent = Pick<Notification, 'id' | 'tenant' | 'type' | 'expirytime'>;

/**
 * Parses the body of a delivery message. Carillon wrote it, so a body that breaks the rules of a notification is a bug
 * or a forgery, that is, a poison message: it throws a TypeError on each receive, until SQS dead-letters it.
 */
export function deliveredEvent(body: string): DeliveredEvent {
  const json = parseJson(body);
  const value = ((json.ok && json.value) || {}) as DeliveredEvent & Record<string, unknown>;
  const codes = attributeFaults(value, ['id', 'tenant', 'type', 'expirytime']).map(({ code }) => code);
  if (codes.length > 0) throw new TypeError(`delivery message is refused: ${codes.join(', ')}`);
  const { id, tenant, type, expirytime } = value;
  return { id, tenant, type, ...(expirytime !== undefined && { expirytime }) };
}
