import type { CloudEvent } from '../domain/notification/operational-event';
import { BUS_SOURCE, type EventBus } from '../ports/event-bus';

/** What a rule hands to its target, without what EventBridge adds. */
export interface EventOnBus {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: CloudEvent;
}

export interface MemoryEventBus extends EventBus {
  /** In order of arrival. */
  readonly events: readonly EventOnBus[];
}

/** In-memory event bus. */
export function memoryEventBus(): MemoryEventBus {
  const events: EventOnBus[] = [];
  return {
    events,
    put: async (given) => {
      for (const detail of given) {
        events.push({ source: BUS_SOURCE, 'detail-type': detail.type, detail: structuredClone(detail) });
      }
    },
  };
}
