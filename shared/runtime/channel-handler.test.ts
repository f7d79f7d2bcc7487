import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { ChannelManifest } from '../domain/manifest/channel';
import type { Notification } from '../domain/notification/notification';
import { aManifest, type ChannelFixture, channelFixture } from '../testing/channel-fixture';
import { A_MESSAGE_ID, aMessage, aNotification, aReceived, aRecord, aSealed } from '../testing/factories';
import { type ChannelHandlers, createChannelHandler } from './channel-handler';
import { deliveryMessage } from './message/delivery-message';

const handled = (fixture: ChannelFixture, handlers: Partial<ChannelHandlers>) =>
  createChannelHandler(fixture.dependencies, { onNotification: async () => {}, ...handlers });

/** A channel that delivers by remembering ids, and throws for one type. */
function remembering(fixture = channelFixture()) {
  const ids: string[] = [];
  const onNotification = async ({ id, type }: Notification) => {
    await Promise.resolve();
    if (type === 'test.throws') throw new Error('out of memory');
    ids.push(id);
  };
  return { ...fixture, ids, handler: handled(fixture, { onNotification }) };
}

const RECORDS = {
  fine: () => aMessage(),
  throwing: () => aMessage(aNotification({ type: 'test.throws' })),
  poison: () => ({ body: '{"specversion":', attributes: {} }),
  stray: () => aMessage(aNotification({ channels: 'webhook' })),
};
type Kind = keyof typeof RECORDS;

describe('a function whose clock is behind', () => {
  const handledAfter = async (behindMs: number) => {
    const channel = remembering();
    const sentAt = new Date(channel.clock.now().getTime() + behindMs);
    const { batchItemFailures } = await channel.handler({ Records: [aRecord(aMessage(), { sentAt })] });
    return [channel.ids.length, batchItemFailures.length];
  };

  it('by no more than the clock skew of AWS handles its records', async () => {
    expect(await handledAfter(5_000)).toEqual([1, 0]);
  });

  it('by more returns a message from its future: other workers would see its claims as expired', async () => {
    expect(await handledAfter(5_001)).toEqual([0, 1]);
  });
});

describe('createChannelHandler', () => {
  it('passes the notification and its message to the channel', async () => {
    const fixture = channelFixture();
    const calls: unknown[] = [];
    const notification = aNotification();
    const message = aMessage(notification);
    const record = aRecord(message, { messageId: 'm-1' });
    const handler = handled(fixture, { onNotification: async (...received) => void calls.push(received) });
    expect(await handler({ Records: [record] })).toEqual({ batchItemFailures: [] });
    const received = aReceived(message, { messageId: 'm-1' });
    expect(calls).toEqual([[notification, received, { remainingMs: expect.any(Function) }]]);
  });

  it('succeeds with an empty batch', async () => {
    expect(await remembering().handler({ Records: [] })).toEqual({ batchItemFailures: [] });
  });

  it('passes a delivery message to a channel that fans out, unexamined', async () => {
    const targets: string[] = [];
    const handler = handled(channelFixture(), { onDelivery: async (_message, target) => void targets.push(target) });
    const record = aRecord(
      aSealed(deliveryMessage({ tenant: 'acme', target: 'ep_1', body: 'bytes to post', digest: 'd' })),
    );
    expect(await handler({ Records: [record] })).toEqual({ batchItemFailures: [] });
    expect(targets).toEqual(['ep_1']);
  });

  it('examines a delivery message in a channel that does not fan out', async () => {
    const { handler, queue } = remembering();
    await handler({
      Records: [
        aRecord(aSealed(deliveryMessage({ tenant: 'acme', target: 'ep_1', body: 'bytes to post', digest: 'd' }))),
      ],
    });
    expect(queue.deadLetters).toHaveLength(1);
  });

  it('handles the records of a batch concurrently', async () => {
    let waiting = 0;
    let allWait = () => {};
    const gate = new Promise<void>((resolve) => {
      allWait = resolve;
    });
    const onNotification = async () => {
      waiting++;
      if (waiting === 3) allWait();
      await gate;
    };
    const Records = [1, 2, 3].map(() => aRecord());
    expect(await handled(channelFixture(), { onNotification })({ Records })).toEqual({ batchItemFailures: [] });
  });

  it('logs a record that fails, without its content', async () => {
    const { handler, log } = remembering();
    await handler({ Records: [aRecord(RECORDS.throwing(), { messageId: A_MESSAGE_ID, receiveCount: 3 })] });
    const fields = { messageId: A_MESSAGE_ID, receiveCount: 3, error: 'Error: out of memory' };
    expect(log.lines).toEqual([{ level: 'error', event: 'record_failed', fields }]);
  });

  it('reports exactly the records that threw, of any mixture, and handles all others', async () => {
    const kinds = fc.array(fc.constantFrom(...(Object.keys(RECORDS) as Kind[])), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(kinds, async (mixture) => {
        const channel = remembering();
        const Records = mixture.map((kind) => aRecord(RECORDS[kind](), { messageId: randomUUID() }));
        const { batchItemFailures } = await channel.handler({ Records });
        const ofKind = (kind: Kind) => Records.filter((_, index) => mixture[index] === kind);
        expect(batchItemFailures).toEqual(ofKind('throwing').map(({ messageId }) => ({ itemIdentifier: messageId })));
        expect(channel.ids).toHaveLength(ofKind('fine').length);
        expect(channel.queue.deadLetters).toHaveLength(ofKind('poison').length);
        expect(channel.log.lines.filter(({ event }) => event === 'stray')).toHaveLength(ofKind('stray').length);
      }),
    );
  });
});

describe('a stray', () => {
  it('is counted in the log, and not delivered', async () => {
    const manifest: ChannelManifest = aManifest({ name: 'webhook', filterPolicy: { channels: ['webhook'] } });
    const { handler, log, queue, ledger } = remembering(channelFixture({ manifest }));
    const { id, tenant, type, ...rest } = aNotification({ channels: 'email' });
    await handler({ Records: [aRecord(aMessage({ id, tenant, type, ...rest }))] });
    const fields = { channel: 'webhook', notificationId: id, tenant, type };
    expect(log.lines).toEqual([{ level: 'info', event: 'stray', fields }]);
    expect([queue.sent, queue.deadLetters, await ledger.history(id)]).toEqual([[], [], { deliveries: [] }]);
  });

  it.each([
    ['comes back, with an open delivery', { hasOpenDelivery: true, receiveCount: 2 }, 'handled'],
    ['comes back, without an open delivery', { hasOpenDelivery: false, receiveCount: 2 }, 'left alone'],
    ['has an open delivery, and comes as a new message', { hasOpenDelivery: true, receiveCount: 1 }, 'left alone'],
  ] as const)('that %s is %s', async (_, { hasOpenDelivery, receiveCount }, expected) => {
    const manifest = aManifest({ name: 'webhook', filterPolicy: { channels: ['webhook'] } });
    const ids: string[] = [];
    const onNotification = async ({ id }: Notification) => void ids.push(id);
    const handler = handled(channelFixture({ manifest }), {
      onNotification,
      hasOpenDelivery: async () => hasOpenDelivery,
    });
    const record = aRecord(aMessage(aNotification({ channels: 'email' })), { receiveCount });
    expect(await handler({ Records: [record] })).toEqual({ batchItemFailures: [] });
    expect(ids.length === 1 ? 'handled' : 'left alone').toBe(expected);
  });
});
