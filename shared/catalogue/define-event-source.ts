import type { BusEvent, EventSource, MappedEvent } from '../domain/manifest/event-source';
import type { DataOf, NotificationType } from './data-of';

interface TypedEventSource<Type extends NotificationType, Detail>
  extends Omit<EventSource, 'type' | 'map' | 'example'> {
  readonly type: Type;
  map(event: BusEvent<Detail>): MappedEvent<DataOf<Type>>;
  readonly example: BusEvent<Detail>;
}

/**
 * Types an event source: its mapper must return data of the notification's type. The rules are checked at synth, all at
 * once (`stacks/rules/event-source-rules.ts`).
 */
export const defineEventSource = <Type extends NotificationType, Detail>(
  source: TypedEventSource<Type, Detail>,
): EventSource => source;
