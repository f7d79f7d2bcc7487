import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { cloudEvent } from '../../domain/notification/operational-event';
import { eventBridgeBus } from './eventbridge-bus';

const events = Array.from({ length: 23 }, (_, n) =>
  cloudEvent({ type: 'delivery.sent', tenant: 'acme', subject: `s${n}`, cause: 'c', time: 't', data: {} }, 'arn'),
);

interface Entry {
  readonly EventBusName: string;
  readonly Detail: string;
}

/** @param failing whether EventBridge does not store the event with this subject */
function start(failing: (subject: string) => boolean = () => false) {
  const calls: Entry[][] = [];
  const send = async ({ input }: { input: { Entries: Entry[] } }) => {
    calls.push(input.Entries);
    const subjects = input.Entries.map(({ Detail }) => JSON.parse(Detail).subject as string);
    return { Entries: subjects.map((one) => (failing(one) ? { ErrorCode: 'ThrottlingException' } : { EventId: one })) };
  };
  return { calls, bus: eventBridgeBus({ send } as unknown as EventBridgeClient, 'carillon-prod') };
}

test('ten events share a call', async () => {
  const { bus, calls } = start();
  await bus.put(events);
  expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
  expect(new Set(calls.flat().map(({ EventBusName }) => EventBusName))).toEqual(new Set(['carillon-prod']));
});

test('an entry that was not stored in a call that was answered is an error', async () => {
  const { bus } = start((subject) => subject === 's11');
  await expect(bus.put(events)).rejects.toThrow('EventBridge did not take 1 of 10: ThrottlingException');
});

test('an answer without entries is an error', async () => {
  const bus = eventBridgeBus({ send: async () => ({}) } as unknown as EventBridgeClient, 'carillon-prod');
  await expect(bus.put(events.slice(0, 1))).rejects.toThrow('EventBridge did not take 1 of 1: no answer');
});
