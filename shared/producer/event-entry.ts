import type { BusEvent, EventSource } from '../domain/manifest/event-source';
import type { Entry } from './producer';

/** Attributes of notifications whose mapper names none. */
export interface EventDefaults {
  readonly tenant: string;
  /** An address list, as in a To header. */
  readonly recipients: string;
}

/**
 * The notification of an event. Its time and idempotency key are those of the event, so that an event that comes twice, or
 * is replayed from an archive, is the same notification. Throws what the mapper throws.
 */
export const eventEntry = (source: EventSource, event: BusEvent, defaults: EventDefaults): Entry => ({
  ...defaults,
  idempotencykey: `${source.name}:${event.id}`,
  source: `/events/${source.name}`,
  time: event.time,
  ...source.map(event),
  type: source.type,
});
