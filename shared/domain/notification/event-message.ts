import { isObject } from '../filter-policy/filter-policy';
import { readJson } from '../kit/json/json';
import type { CloudEvent, OperationalEvent } from './operational-event';

/**
 * The events of a message for the bus: one that SNS delivered from the topic `events`, or a list from the ledger's stream.
 * None of a failed delivery from the topic: the stream reports it too, and it would be on the bus twice, with two ids.
 * Undefined if the message is neither.
 */
export function eventsOf(body: string): readonly CloudEvent[] | undefined {
  const json = readJson(body);
  const events: readonly unknown[] = Array.isArray(json) ? json : [json];
  if (events.length === 0 || !events.every(isCloudEvent)) return undefined;
  return Array.isArray(json) ? events : events.filter(({ type }) => type !== FAILED);
}

const FAILED: OperationalEvent['type'] = 'delivery.failed';

const isCloudEvent = (value: unknown): value is CloudEvent =>
  isObject(value) && ['id', 'source', 'type', 'tenant', 'time'].every((name) => typeof value[name] === 'string');
