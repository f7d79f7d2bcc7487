import { createHash } from 'node:crypto';

/** What those who operate the stack want to hear of, as a CloudEvents 1.0 event on the topic `events`. */
export interface OperationalEvent {
  readonly type: 'delivery.failed' | 'endpoint.disabled' | 'notification.conflict' | 'address.suppressed';
  readonly tenant: string;
  /** What it is about: a notification's id, an endpoint's id. Never an address. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** Flat, and free of addresses, contents and secrets. */
  readonly data: Readonly<Record<string, string | number>>;
}

/**
 * The CloudEvents 1.0 event, in JSON. Its id follows from what it says, so that one that is raised again, by a function
 * that died before it could acknowledge, is known by its id.
 *
 * @param source the ARN of the topic: no two stacks have one
 */
export function cloudEventText({ type, tenant, subject, time, data }: OperationalEvent, source: string): string {
  const said = JSON.stringify([source, type, tenant, subject, time, Object.entries(data).toSorted()]);
  const id = createHash('sha256').update(said).digest('hex').slice(0, 32);
  return JSON.stringify({
    ...{ specversion: '1.0', id, source, type, subject, time, tenant },
    ...{ datacontenttype: 'application/json', data },
  });
}
