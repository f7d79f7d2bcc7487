import type { OperationalEvent } from '../domain/notification/operational-event';

export type { OperationalEvent } from '../domain/notification/operational-event';

export interface OperationalEvents {
  /** Publishes at least once. Throws if the event could not be published. */
  raise(event: OperationalEvent): Promise<void>;
}
