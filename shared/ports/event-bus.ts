import type { CloudEvent } from '../domain/notification/operational-event';

/** The environment's event bus. */
export interface EventBus {
  /**
   * Puts events on the bus, at least once each: all may come again if it throws. Rules see the type as `detail-type` and
   * the whole event as `detail`. Throws if one was not stored.
   */
  put(events: readonly CloudEvent[]): Promise<void>;
}

/** `source` of the events on the bus; those of AWS services begin with `aws.`. */
export const BUS_SOURCE = 'carillon';
