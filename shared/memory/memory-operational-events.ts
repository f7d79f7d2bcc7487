import { cloudEventText, type OperationalEvent } from '../domain/notification/operational-event';
import type { OperationalEvents } from '../ports/operational-events';

export interface MemoryOperationalEvents extends OperationalEvents {
  /** In the order in which they were raised. */
  readonly raised: readonly OperationalEvent[];
  /** What a subscriber would have received. */
  messages(): { readonly text: string; readonly type: string; readonly tenant: string }[];
}

/** Operational events in this process. */
export function memoryOperationalEvents(source = 'memory'): MemoryOperationalEvents {
  const raised: OperationalEvent[] = [];
  return {
    raised,
    raise: async (event) => void raised.push(structuredClone(event)),
    messages: () =>
      raised.map((event) => ({ text: cloudEventText(event, source), type: event.type, tenant: event.tenant })),
  };
}
