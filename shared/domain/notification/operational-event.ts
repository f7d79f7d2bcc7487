import { sha256Digest } from '../kit/text/sha256-digest';

/** What those who operate the stack want to hear of, as a CloudEvents 1.0 event on the topic `events`. */
export interface OperationalEvent {
  readonly type: 'delivery.failed' | 'endpoint.disabled' | 'notification.conflict' | 'address.suppressed';
  readonly tenant: string;
  /** What it is about: a notification's id, an endpoint's id. Never an address. */
  readonly subject: string;
  /**
   * What made it happen, the same where it is raised again: with type, tenant and subject it tells one event from another.
   * It is not said, so it may be anything.
   */
  readonly cause: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** Flat, and free of addresses, contents and secrets. */
  readonly data: Readonly<Record<string, string | number>>;
}

/**
 * The CloudEvents 1.0 event, in JSON. Its id follows from its cause, so that one that is raised again, by a function
 * that died before it could acknowledge or by two that saw the same, is known by its id; its time and data may differ.
 *
 * @param source the ARN of the topic: no two stacks have one
 */
export function cloudEventText(event: OperationalEvent, source: string): string {
  const { type, tenant, subject, cause, time, data } = event;
  const told = JSON.stringify([source, type, tenant, subject, cause]);
  const id = sha256Digest(told).toString('hex').slice(0, 32);
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    tenant,
    datacontenttype: 'application/json',
    data,
  });
}
