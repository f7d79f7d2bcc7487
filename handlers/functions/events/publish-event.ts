import { matchesEvent } from '../../../shared/domain/event-pattern/matches-event';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import { readJson } from '../../../shared/domain/kit/json/json';
import type { BusEvent, EventSource } from '../../../shared/domain/manifest/event-source';
import { type EventDefaults, eventEntry } from '../../../shared/producer/event-entry';
import type { Entry, Published } from '../../../shared/producer/producer';

export interface EventPorts extends EventDefaults {
  /** Sources that the environment has switched on. */
  readonly sources: readonly EventSource[];
  /** Validates and publishes. Throws `notification.invalid` with every fault, or `producer.…`. */
  readonly publish: (entry: Entry) => Promise<Published>;
}

/** A notification that was published of an event. */
export interface PublishedEvent extends Published {
  readonly source: string;
}

/** What became of an event. Refused means that a further attempt would fail the same way. */
export interface EventResult {
  readonly published: readonly PublishedEvent[];
  readonly faults: readonly Fault[];
}

/**
 * Publishes one notification for each source whose pattern matches: an event that matches two rules arrives twice, and
 * says of no copy by which. The ids are derived from the event's id, so that each notification is delivered once.
 *
 * @throws CodedError `producer.…` if SNS did not take a notification: SQS hands the event out again
 */
export async function publishEvent(event: BusEvent, ports: EventPorts): Promise<EventResult> {
  const sources = ports.sources.filter(({ pattern }) => matchesEvent(pattern, event));
  if (sources.length === 0) return { published: [], faults: [noSource(event)] };
  const results = await Promise.all(sources.map((source) => publishFor(source, event, ports)));
  return {
    published: results.flatMap(({ published }) => published),
    faults: results.flatMap(({ faults }) => faults),
  };
}

async function publishFor(source: EventSource, event: BusEvent, ports: EventPorts): Promise<EventResult> {
  const entry = entryOf(source, event, ports);
  if (Array.isArray(entry)) return { published: [], faults: entry };
  try {
    return { published: [{ source: source.name, ...(await ports.publish(entry as Entry)) }], faults: [] };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'notification.invalid') throw error;
    return { published: [], faults: error.faults };
  }
}

function entryOf(source: EventSource, event: BusEvent, ports: EventPorts): Entry | readonly Fault[] {
  const { tenant, recipients } = ports;
  try {
    return eventEntry(source, event, { tenant, recipients });
  } catch (error) {
    const message = `the mapper of ${source.name} threw ${describeError(error)}`;
    return [{ code: 'event.not_mapped', path: '/detail', message }];
  }
}

const noSource = ({ source, 'detail-type': detailType }: BusEvent): Fault => ({
  code: 'event.no_source',
  path: '',
  message: `no event source that is switched on matches '${detailType}' of ${source}`,
});

/** The event of a message; undefined if the body is none. Numbers may lose digits: the catalogue checks what is mapped. */
export function eventOf(body: string): BusEvent | undefined {
  const json = readJson(body);
  const value = isObject(json) ? json : {};
  const isEvent = ['id', 'source', 'detail-type', 'time'].every((name) => typeof value[name] === 'string');
  return isEvent && isObject(value.detail) ? (value as unknown as BusEvent) : undefined;
}
