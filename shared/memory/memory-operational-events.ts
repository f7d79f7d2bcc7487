import { cloudEventText, type OperationalEvent } from '../domain/notification/operational-event';
import type { OperationalEvents } from '../ports/operational-events';

export interface MemoryOperationalEvents extends OperationalEvents {
  /** In order of raising. */
  readonly raised: readonly OperationalEvent[];
  /** The messages that a subscriber would receive. */
  messages(): { readonly text: string; readonly type: string; readonly tenant: string }[];
}

/** In-memory operational events. */
export function memoryOperationalEvents(source = 'memory'): MemoryOperationalEvents {
  const raised: OperationalEvent[] = [];
  return {
    raised,
    raise: async (event) => void raised.push(structuredClone(event)),
    messages: () =>
      raised.map((event) => ({ text: cloudEventText(event, source), type: event.type, tenant: event.tenant })),
  };
}
