import type { FinalState } from '../delivery/claim';
import { sha256Digest } from '../kit/text/sha256-digest';

/** An event for the stack's operators: a CloudEvents 1.0 event on the topic `events`, or on the event bus. */
export interface OperationalEvent {
  /** `delivery.<state>` is only on the bus, but for `delivery.failed`, which the topic has of rejected deliveries too. */
  readonly type: `delivery.${FinalState}` | 'endpoint.disabled' | 'notification.conflict' | 'address.suppressed';
  readonly tenant: string;
  /** The subject: a notification's id or an endpoint's id. Never an address. */
  readonly subject: string;
  /**
   * Idempotency key of the event: with type, tenant and subject it makes the event's id, and stays the same when the
   * event is raised again. It is not published, so it may be anything.
   */
  readonly cause: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** Flat; no addresses, contents or secrets. */
  readonly data: Readonly<Record<string, string | number>>;
}

/** A CloudEvents 1.0 event in JSON, structured mode, with the extension attribute `tenant`. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly tenant: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, string | number>>;
}

/**
 * The CloudEvents 1.0 event. Its id is derived from its cause, so that a subscriber can deduplicate an event
 * that was raised twice (a function died before it acknowledged, or two functions saw the same); time and data may
 * differ then.
 *
 * @param source the topic's ARN, unique to the stack
 */
export function cloudEvent(event: OperationalEvent, source: string): CloudEvent {
  const { type, tenant, subject, cause, time, data } = event;
  const told = JSON.stringify([source, type, tenant, subject, cause]);
  const id = sha256Digest(told).toString('hex').slice(0, 32);
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    tenant,
    datacontenttype: 'application/json',
    data,
  };
}

/** The event as JSON. */
export const cloudEventText = (event: OperationalEvent, source: string): string =>
  JSON.stringify(cloudEvent(event, source));
