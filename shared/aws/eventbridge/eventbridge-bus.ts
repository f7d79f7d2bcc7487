import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { chunksOf } from '../../domain/kit/chunks/chunks-of';
import { semaphore } from '../../domain/kit/concurrency/semaphore';
import type { CloudEvent } from '../../domain/notification/operational-event';
import { BUS_SOURCE, type EventBus } from '../../ports/event-bus';

/** PutEvents takes ten entries and 256 KB. An event of ours has less than 2 KB, as it has neither addresses nor contents. */
const MAX_ENTRIES = 10;
/** Leaves room in the account's quota of PutEvents, which is 400 calls a second or more, for other producers. */
const CONCURRENT_CALLS = 4;

/** @see Amazon EventBridge API, PutEvents: a response of 200 may have failed entries */
export function eventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  const putTen = async (events: readonly CloudEvent[]): Promise<void> => {
    const Entries = events.map((event) => ({
      EventBusName: busName,
      Source: BUS_SOURCE,
      DetailType: event.type,
      Detail: JSON.stringify(event),
    }));
    const output = await client.send(new PutEventsCommand({ Entries }));
    const results = output.Entries ?? [];
    const failed = events.flatMap((_, index) =>
      results[index]?.EventId ? [] : [results[index]?.ErrorCode ?? 'no answer'],
    );
    if (failed.length > 0)
      throw new Error(`EventBridge did not take ${failed.length} of ${events.length}: ${failed[0]}`);
  };
  return {
    put: async (events) => {
      const { run } = semaphore(CONCURRENT_CALLS);
      await Promise.all(chunksOf(events, MAX_ENTRIES).map((chunk) => run(() => putTen(chunk))));
    },
  };
}
