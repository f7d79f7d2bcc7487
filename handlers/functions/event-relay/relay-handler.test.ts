import type { SQSRecord } from 'aws-lambda';
import {
  cloudEvent,
  cloudEventText,
  type OperationalEvent,
} from '../../../shared/domain/notification/operational-event';
import { memoryChannelQueue } from '../../../shared/memory/memory-channel-queue';
import { memoryEventBus } from '../../../shared/memory/memory-event-bus';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { createRelayHandler, type RelayDependencies } from './relay-handler';

const anEvent = (type: OperationalEvent['type'], cause = 'm-1'): OperationalEvent => ({
  type,
  tenant: 'acme',
  subject: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  cause,
  time: '2026-11-23T10:00:00.000Z',
  data: { channel: 'email' },
});
const raised = (type: OperationalEvent['type']) => cloudEventText(anEvent(type), 'arn:topic');
const handedOn = (...types: OperationalEvent['type'][]) =>
  JSON.stringify(types.map((type) => cloudEvent(anEvent(type), 'arn:topic')));

function start(change: Partial<RelayDependencies> = {}) {
  const [bus, queue, log] = [memoryEventBus(), memoryChannelQueue(), recordingLogger()];
  const handler = createRelayHandler({ bus, queue, log, sleep: () => new Promise(() => undefined), ...change });
  return {
    types: () => bus.events.map((event) => event['detail-type']),
    reasons: () => queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue),
    handle: (...bodies: string[]) => handler({ Records: bodies.map(aRecord) }),
  };
}

const aRecord = (body: string, n: number): SQSRecord =>
  ({ messageId: `m${n}`, body, messageAttributes: {}, attributes: { ApproximateReceiveCount: '1' } }) as never;

const NOTHING_FAILED = { batchItemFailures: [] };

test('events from the topic and lists from the ledger are put on the bus', async () => {
  const { handle, types } = start();
  expect(await handle(raised('endpoint.disabled'), handedOn('delivery.delivered', 'delivery.failed'))).toEqual(
    NOTHING_FAILED,
  );
  expect(types()).toEqual(['endpoint.disabled', 'delivery.delivered', 'delivery.failed']);
});

test('a failed delivery is on the bus once: what the topic says of it is left out', async () => {
  const { handle, types } = start();
  expect(await handle(raised('delivery.failed'), handedOn('delivery.failed'))).toEqual(NOTHING_FAILED);
  expect(types()).toEqual(['delivery.failed']);
});

test('a message whose events the bus did not take comes back, and blocks no other', async () => {
  const failing = {
    put: async (events: readonly { type: string }[]) => {
      if (events.some(({ type }) => type === 'delivery.held')) throw new Error('throttled');
    },
  };
  const { handle, reasons } = start({ bus: failing });
  expect(await handle(handedOn('delivery.held'), handedOn('delivery.sent'))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }],
  });
  expect(reasons()).toEqual([]);
});

test.each(['null', '[]', '{}', '[{"id":"x"}]', 'no JSON', '"text"'])(
  'a message without events (%s) is dead-lettered with the reason, and blocks no other',
  async (body) => {
    const { handle, types, reasons } = start();
    expect(await handle(body, handedOn('delivery.sent'))).toEqual(NOTHING_FAILED);
    expect(types()).toEqual(['delivery.sent']);
    expect(reasons()).toEqual([expect.stringContaining('event.malformed')]);
  },
);
