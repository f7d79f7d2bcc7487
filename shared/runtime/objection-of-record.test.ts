import { addressDigest } from '../domain/audit-chain/address-digest';
import {
  type Deferred,
  type DeliveryOutcome,
  deferred,
  delivered,
  type Failed,
  failed,
} from '../domain/delivery/outcome';
import { derivedId } from '../domain/notification/derived-id';
import type { QueueMessage } from '../ports/channel-queue';
import { acceptedEvent } from '../ports/ledger';
import { A_MESSAGE_ID, aMessage, aNotification, aTenant } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { redriven } from './message/redriven';
import { aChannel, deliveryTo, notification, recordOf, success, targets } from './testing/fan-out-fixture';

describe('objectionOfRecord, for one idempotency key', () => {
  const publish = (overrides: Partial<typeof notification> = {}) =>
    aNotification({ id: derivedId('acme', 'order-1'), idempotencykey: 'order-1', tenant: 'acme', ...overrides });

  it('allows one effect of two publishes that differ only in time', async () => {
    const { handler, effects } = aChannel();
    await handler({ Records: [recordOf(aMessage(publish()))] });
    await handler({ Records: [recordOf(aMessage(publish({ time: '2026-11-24T00:00:00Z' })))] });
    expect(effects).toHaveLength(1);
  });

  it('lets a second publish finish the deliveries of the first', async () => {
    const { handler, effects, ledger } = aChannel();
    await ledger.accept(acceptedEvent(publish(), JSON.stringify(publish()), new Date()));
    await handler({ Records: [recordOf(aMessage(publish({ time: '2026-11-24T00:00:00Z' })))] });
    expect(effects).toHaveLength(1);
  });

  it('refuses other content for a target of the first publish, before either is accepted', async () => {
    const { handler, effects, queue, states } = aChannel();
    await handler({ Records: [recordOf(aMessage(publish()))] });
    const other = aMessage(publish({ data: { order: '4712' } }));
    expect(await handler({ Records: [recordOf(other, { messageId: A_MESSAGE_ID })] })).toEqual(success);
    expect([effects.length, queue.deadLetters.length, await states(A_MESSAGE_ID)]).toEqual([1, 1, ['rejected']]);
  });
});

describe('objectionOfRecord, for an id that was accepted before', () => {
  const accepted = async (of: typeof notification) => {
    const channel = aChannel(targets('ep_1', 'ep_2'));
    await channel.ledger.accept(acceptedEvent(of, JSON.stringify(of), new Date()));
    const deliver = async (published: typeof notification) => {
      await channel.handler({ Records: [recordOf(aMessage(published))] });
      await channel.handler({ Records: channel.queue.sent.map(({ message }) => recordOf(message)) });
    };
    return { ...channel, deliver };
  };

  it.each(['order-1', undefined])(
    'rejects other content before it reaches any target, with idempotency key %s',
    async (key) => {
      const tenant = aTenant();
      const derived = key === undefined ? {} : { idempotencykey: key, id: derivedId(tenant, key) };
      const first = aNotification({ tenant, ...derived });
      const { deliver, effects, states, queue } = await accepted(first);
      await deliver({ ...first, data: { order: '4712' }, recipients: 'eve@example.com' });
      expect([effects, await states(first.id)]).toEqual([[], ['ep_1 rejected', 'ep_2 rejected']]);
      const carillonreason = { StringValue: expect.stringMatching(/^rejected: notification.id.conflict: id /) };
      expect(queue.deadLetters).toMatchObject(Array(2).fill({ attributes: { carillonreason } }));
    },
  );

  it('reads the accepted content before the next attempt if the read before the first failed', async () => {
    const { ledger, dependencies, channel, queue, effects, states } = await accepted(notification);
    let reads = 0;
    const accept = async (id: string) => {
      if (reads++ === 0) throw new Error('throttled');
      return ledger.accepted(id);
    };
    const throttled = { ...dependencies, contents: { ...ledger, accepted: accept } };
    const handler = createChannelHandler(throttled, fanOut(channel, throttled));
    const other = { ...notification, data: { order: '4712' } };
    await handler({ Records: [recordOf(deliveryTo('ep_1', other))] });
    expect(await states(notification.id)).toEqual(['ep_1 retrying']);
    await handler({ Records: [recordOf(queue.sent.at(-1)?.message)] });
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 rejected']]);
  });

  it("rejects a notification under another tenant's id", async () => {
    const { deliver, effects, queue } = await accepted(notification);
    await deliver({ ...notification, tenant: 'other' });
    const carillonreason = { StringValue: expect.stringMatching(/^rejected: notification.id.taken: id /) };
    expect([effects, queue.deadLetters]).toMatchObject([[], Array(2).fill({ attributes: { carillonreason } })]);
  });

  it('delivers the same content with another time, and a content whose record has no digest', async () => {
    const { deliver, effects } = await accepted(notification);
    await deliver({ ...notification, time: '2026-11-24T00:00:00Z' });
    expect(effects).toHaveLength(2);
    const erased = aChannel();
    const contents = { ...erased.ledger, accepted: async () => ({ tenant: notification.tenant }) };
    const dependencies = { ...erased.dependencies, contents };
    const handler = createChannelHandler(dependencies, fanOut(erased.channel, dependencies));
    await handler({ Records: [recordOf(aMessage(notification))] });
    expect(erased.effects).toHaveLength(1);
  });
});

describe('objectionOfRecord, for an id from whose record an address was erased', () => {
  const [ann, bob, eve] = ['ann@example.com', 'bob@example.com', 'eve@example.com'] as const;
  const published = aNotification({ recipients: `${ann}, ${bob}` });
  const digest = addressDigest(new Uint8Array(32).fill(7));
  const suppressedFor = (target: string) => ({
    target,
    state: 'suppressed',
    attempts: [expect.objectContaining({ reason: expect.stringMatching(/^an address was erased from the record/) })],
  });

  /**
   * A notification that was attempted for ann and bob, then erased for ann. `change` overrides the dependencies of
   * later messages.
   */
  async function erased(outcome: DeliveryOutcome = delivered('204'), admission?: Deferred | Failed) {
    const channel = aChannel(targets(ann, bob), outcome);
    const { ledger, dependencies, effects } = channel;
    await ledger.accept(acceptedEvent(published, JSON.stringify(published), new Date()));
    await channel.handler({ Records: [ann, bob].map((target) => recordOf(deliveryTo(target, published))) });
    await ledger.erase(published.id, ann, digest);
    effects.length = 0;
    const admit = async () => admission;
    const handlerOf = (change: Partial<typeof dependencies>) => {
      const changed = { ...dependencies, ...change };
      return createChannelHandler(changed, fanOut({ ...channel.channel, admit }, changed));
    };
    const deliver = (message: QueueMessage, change = {}) => handlerOf(change)({ Records: [recordOf(message)] });
    const deliveryOf = async (target: string) =>
      (await ledger.history(published.id)).deliveries.find((delivery) => delivery.target === target);
    return { ...channel, deliver, deliveryOf };
  }

  it('suppresses the same content for the erased address, and for any address without a delivery', async () => {
    const { deliver, deliveryOf, effects } = await erased();
    for (const target of [ann, eve]) {
      await deliver(deliveryTo(target, published));
      expect(await deliveryOf(target)).toMatchObject(suppressedFor(target));
    }
    expect(effects).toEqual([]);
  });

  it('suppresses other content, which cannot be told from the first any more', async () => {
    const { deliver, deliveryOf, effects, queue } = await erased();
    await deliver(deliveryTo(eve, { ...published, data: { order: '4712' }, recipients: eve }));
    expect([effects, queue.deadLetters, await deliveryOf(eve)]).toMatchObject([[], [], suppressedFor(eve)]);
  });

  it('suppresses the delivery of a message without a content digest', async () => {
    const { deliver, deliveryOf } = await erased();
    const { carillondigest: _, ...attributes } = deliveryTo(eve, published).attributes;
    await deliver({ ...deliveryTo(eve, published), attributes });
    expect(await deliveryOf(eve)).toMatchObject(suppressedFor(eve));
  });

  it.each<[string, Deferred | Failed]>([
    ['would have to wait for its turn for an hour', deferred('busy', 3_600)],
    ['is given up by the channel', failed('gone')],
  ])('suppresses a delivery that %s, and raises no alarm', async (_, admission) => {
    const { deliver, deliveryOf, queue, events } = await erased(delivered(), admission);
    await deliver(deliveryTo(eve, published));
    expect(await deliveryOf(eve)).toMatchObject(suppressedFor(eve));
    expect([queue.deadLetters, events.raised]).toEqual([[], []]);
  });

  it.each(['accepted', 'begunBeforeErasure'])(
    'has no effect if the first attempt could not read %s, and suppresses the delivery at the next',
    async (name) => {
      const { deliver, deliveryOf, effects, queue, ledger } = await erased();
      const fails = async () => Promise.reject(new Error('throttled'));
      await deliver(deliveryTo(eve, published), { contents: { ...ledger, [name]: fails } });
      expect([effects, await deliveryOf(eve)]).toMatchObject([[], { state: 'retrying' }]);
      await deliver(queue.sent.at(-1)?.message as QueueMessage);
      expect([effects, (await deliveryOf(eve))?.state]).toEqual([[], 'suppressed']);
    },
  );

  it('continues a delivery from before the erasure: does not repeat a delivered one, and redrives a failed one', async () => {
    const done = await erased();
    await done.deliver(deliveryTo(bob, published));
    expect([done.effects, (await done.deliveryOf(bob))?.state]).toEqual([[], 'delivered']);
    const broken = await erased(failed('no such box'));
    await broken.deliver(redriven(deliveryTo(bob, published), 'redriven'));
    expect(broken.effects).toHaveLength(1);
  });

  it("rejects a notification under another tenant's id, as before the erasure", async () => {
    const { deliver, effects, queue } = await erased();
    await deliver(deliveryTo(eve, { ...published, tenant: 'other' }));
    const carillonreason = { StringValue: expect.stringMatching(/^rejected: notification.id.taken: id /) };
    expect([effects, queue.deadLetters]).toMatchObject([[], [{ attributes: { carillonreason } }]]);
  });
});
