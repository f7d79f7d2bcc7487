import type { OperationalEvent } from '../domain/notification/operational-event';

export type { OperationalEvent } from '../domain/notification/operational-event';

export interface OperationalEvents {
  /** At least once. Throws when it could not be published. */
  raise(event: OperationalEvent): Promise<void>;
}
