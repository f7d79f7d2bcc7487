import type { DeliveryState } from '../delivery/claim';

/**
 * States of deliveries that are not delivered. A delivery is in the sparse set of its state, and leaves it with the next
 * state. `claimed` is none: an attempt takes seconds. `delayed` is none: the mail service is still trying.
 */
export const LISTED_STATES = [
  'retrying',
  'failed',
  'rejected',
  'held',
  'suppressed',
  'bounced',
  'complained',
] as const satisfies readonly DeliveryState[];
export type ListedState = (typeof LISTED_STATES)[number];

export const isListedState = (state: unknown): state is ListedState =>
  (LISTED_STATES as readonly unknown[]).includes(state);

/** Common to all rows. No row has content or a mail address. */
interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly type: string;
  /** RFC 3339, UTC, with milliseconds: when the notification was accepted. */
  readonly acceptedAt: string;
  /** TTL: seconds since 1970. */
  readonly expiresAt: number;
}

/** An accepted notification. Never changes. */
export interface NotificationRow extends Row {
  /** Comma-separated names, as the producer gave them. */
  readonly channels: string;
}

/** One delivery: of every webhook, and of any other channel once it was not delivered. */
export interface DeliveryRow extends Row {
  readonly channel: string;
  /** Id of the endpoint, or the digest of an address; empty for a note without target. */
  readonly target: string;
  readonly state: DeliveryState;
  /** Grows with every change of the delivery (`versionOf`). The row of the highest version stays. */
  readonly version: string;
}

/**
 * Place of a row in all lists, newest first. Every row of a notification sorts after `positionOf` the notification and before
 * that of the next one.
 */
export const positionOf = ({ acceptedAt, id }: Pick<Row, 'acceptedAt' | 'id'>): string => `${acceptedAt}#${id}`;

/** Sequence numbers of a stream have up to 40 digits; padded, the order of texts is that of numbers. */
export const versionOf = (sequenceNumber: string): string => sequenceNumber.padStart(40, '0');

export const isEndpoint = (target: string): boolean => target.startsWith('ep_');

/** Identifies the delivery of a row. */
export const deliveryRowKey = ({ tenant, id, channel, target }: DeliveryRow): string =>
  JSON.stringify([tenant, id, channel, target]);

/** The latest row of each delivery. */
export function latestRows<Row extends DeliveryRow>(rows: readonly Row[]): Row[] {
  const latest = new Map<string, Row>();
  for (const row of rows) {
    const known = latest.get(deliveryRowKey(row));
    if (known === undefined || known.version < row.version) latest.set(deliveryRowKey(row), row);
  }
  return [...latest.values()];
}
