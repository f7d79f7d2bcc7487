import { addressDigest } from '../domain/audit-chain/address-digest';
import {
  type Deferred,
  type DeliveryOutcome,
  deferred,
  delivered,
  type Failed,
  failed,
  retry,
  suppressed,
} from '../domain/delivery/outcome';
import { contentDigest } from '../domain/notification/content-digest';
import { derivedId } from '../domain/notification/derived-id';
import { messageBytes } from '../domain/notification/message-size';
import type { QueueMessage } from '../ports/channel-queue';
import type { DeliveryLedger } from '../ports/ledger';
import { acceptedEvent } from '../ports/ledger';
import { aManifest, channelFixture, LEASE_SECONDS } from '../testing/channel-fixture';
import {
  A_MESSAGE_ID,
  aMessage,
  aNotification,
  aReceived,
  aRecord,
  aSealed,
  aTenant,
  type RecordOverrides,
} from '../testing/factories';
import { aClaim, aSettlement } from '../testing/ledger/ledger-fixtures';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { deliveryMessage } from './message/delivery-message';
import { forAttempt } from './message/for-attempt';
import { forDeadLetter } from './message/for-dead-letter';
import { forRange, onlyFor } from './message/for-targets';
import { redriven } from './message/redriven';
import { unchanged, waitingSince } from './message/waiting-since';
import type { Expansion, Occasion } from './target-channel';

/** A message on the channel's queue: ours are sealed. */
const recordOf = (message?: QueueMessage, overrides?: RecordOverrides) =>
  aRecord(message && aSealed(message), overrides);

type Spread = Expansion<{ readonly key: string }>;
const targets = (...keys: string[]): Spread => ({ kind: 'targets', targets: keys.map((key) => ({ key })) });
const GUARD = { begin: expect.any(Function) };
const success = { batchItemFailures: [] };
const notification = aNotification();
const bodyOf = ({ id, tenant, type, expirytime }: typeof notification) =>
  JSON.stringify({ id, tenant, type, expirytime });

const deliveryTo = (target: string, of = notification) =>
  deliveryMessage({ tenant: of.tenant, target, body: bodyOf(of), digest: contentDigest(of) });

/** A channel whose effect is to remember what it was given. */
function aChannel(
  expansion: Spread = targets('ep_1'),
  outcome: DeliveryOutcome = delivered('204'),
  admission?: Deferred | Failed,
) {
  const fixture = channelFixture();
  const effects: unknown[] = [];
  const deliver = async (...given: readonly unknown[]) => {
    effects.push(given);
    return outcome;
  };
  const turns: (string | undefined)[] = [];
  const admit = async (_event: unknown, _target: string, { turn }: Occasion) => {
    turns.push(turn);
    return admission;
  };
  const channel = { expand: async () => expansion, body: bodyOf, deliver, admit };
  const handlers = fanOut(channel, fixture.dependencies);
  const handler = createChannelHandler(fixture.dependencies, handlers);
  const states = async (id: string) =>
    (await fixture.ledger.history(id)).deliveries.map(({ target, state }) => `${target} ${state}`.trim());
  return { ...fixture, channel, effects, turns, handler, states };
}

describe('fanOut, given a notification', () => {
  it('spreads it over a message for each target, with the same bytes, and delivers nothing yet', async () => {
    const { handler, queue, effects } = aChannel(targets('ep_1', 'ep_2'));
    expect(await handler({ Records: [recordOf(aMessage(notification))] })).toEqual(success);
    const messages = ['ep_1', 'ep_2'].map((target) => deliveryTo(target));
    expect(queue.sent).toEqual(messages.map((message) => ({ message, delaySeconds: 0 })));
    expect(effects).toEqual([]);
  });

  it('delivers it at once where it has one target, and sends nothing', async () => {
    const { handler, queue, effects, states } = aChannel();
    expect(await handler({ Records: [recordOf(aMessage(notification))] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect([effects, queue.sent]).toEqual([[[{ id, tenant, type }, bodyOf(notification), 'ep_1', GUARD]], []]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('retries that by a message for the target alone', async () => {
    const { handler, queue } = aChannel(targets('ep_1'), retry('503'));
    await handler({ Records: [recordOf(aMessage(notification))] });
    const message = forAttempt(deliveryTo('ep_1'), 2, notification.tenant);
    expect(queue.sent).toEqual([{ message, delaySeconds: 5 }]);
  });

  it('notes that it goes to nobody', async () => {
    const { handler, states, queue } = aChannel({ kind: 'nobody', reason: 'no endpoint wants it' });
    expect(await handler({ Records: [recordOf(aMessage(notification))] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([['suppressed'], []]);
  });

  it.each([
    ['ep_2', 'ep_2 delivered'],
    ['ep_9', 'suppressed'],
  ])('delivers what is replayed for %s alone: %s', async (target, state) => {
    const { handler, queue, effects, states } = aChannel(targets('ep_1', 'ep_2'));
    const replayed = onlyFor(redriven(aMessage(notification), 'replayed'), target);
    expect(await handler({ Records: [recordOf(replayed)] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([[state], []]);
    expect(effects).toHaveLength(target === 'ep_2' ? 1 : 0);
  });

  it('refuses what cannot be expanded', async () => {
    const message = aMessage(notification);
    const { handler, states, queue } = aChannel({
      kind: 'refused',
      faults: [{ code: 'x', path: '/a', message: 'y' }],
    });
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(await states(notification.id)).toEqual(['rejected']);
    expect(queue.deadLetters).toEqual([forDeadLetter(message, "x at '/a': y")]);
  });

  it('spreads none that has expired', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, ledger, queue } = aChannel();
    expect(await handler({ Records: [recordOf(aMessage(expired))] })).toEqual(success);
    const { deliveries } = await ledger.history(expired.id);
    expect(deliveries).toMatchObject([
      { state: 'suppressed', attempts: [{ reason: 'expired at 2026-11-23T09:30:00Z' }] },
    ]);
    expect(queue.sent).toEqual([]);
  });

  it('comes back when it could not be spread', async () => {
    const { channel, dependencies, queue } = aChannel(targets('ep_1', 'ep_2'));
    const full = { ...queue, send: () => Promise.reject(new Error('full')) };
    const handlers = fanOut(channel, { ...dependencies, queue: full });
    const record = recordOf(aMessage(notification), { messageId: A_MESSAGE_ID });
    const failed = await createChannelHandler(dependencies, handlers)({ Records: [record] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: A_MESSAGE_ID }] });
  });
});

describe('fanOut, given a delivery', () => {
  const message = deliveryTo('ep_1');

  it('delivers the bytes of its message', async () => {
    const { handler, effects, states } = aChannel();
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect(effects).toEqual([[{ id, tenant, type }, message.body, 'ep_1', GUARD]]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('has one effect when it comes twice in one batch, twice at once and again', async () => {
    const channel = aChannel();
    const record = recordOf(message);
    await Promise.all([channel.handler({ Records: [record, record] }), channel.handler({ Records: [record] })]);
    channel.clock.advanceSeconds(LEASE_SECONDS + 1);
    await channel.handler({ Records: [recordOf(message)] });
    expect(channel.effects).toHaveLength(1);
  });

  it('retries the same bytes for the same target', async () => {
    const { handler, queue, states } = aChannel(targets('ep_1'), retry('503', 7));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: forAttempt(message, 2, notification.tenant), delaySeconds: 7 }]);
    expect(await states(notification.id)).toEqual(['ep_1 retrying']);
  });

  it('is suppressed once its notification has expired', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, effects, states } = aChannel();
    expect(await handler({ Records: [recordOf(deliveryTo('ep_1', expired))] })).toEqual(success);
    expect([effects, await states(expired.id)]).toEqual([[], ['ep_1 suppressed']]);
  });

  it('does not come back because the ledger would not record it', async () => {
    const { channel, dependencies, ledger, effects } = aChannel();
    const refusing: DeliveryLedger = { ...ledger, settle: () => Promise.reject(new Error('throttled')) };
    const handlers = fanOut(channel, { ...dependencies, ledger: refusing });
    expect(await createChannelHandler(dependencies, handlers)({ Records: [recordOf(message)] })).toEqual(success);
    expect(effects).toHaveLength(1);
  });

  it("refuses an id that is another tenant's", async () => {
    const { handler, queue, states, effects } = aChannel();
    await handler({ Records: [recordOf(message)] });
    const foreign = deliveryTo('ep_1', { ...notification, tenant: 'other' });
    expect(await handler({ Records: [recordOf(foreign, { messageId: A_MESSAGE_ID })] })).toEqual(success);
    expect(effects).toHaveLength(1);
    expect(await states(A_MESSAGE_ID)).toEqual(['rejected']);
    expect(queue.deadLetters).toMatchObject([
      { body: foreign.body, attributes: { carillontarget: { StringValue: 'ep_1' } } },
    ]);
  });

  const forged = (change: object) => JSON.stringify({ ...JSON.parse(message.body), ...change });

  it.each<[string, string]>([
    ['secret text', 'id.missing, notification.tenant.missing, notification.type.missing'],
    ['null', 'id.missing, notification.tenant.missing, notification.type.missing'],
    ['[]', 'id.missing, notification.tenant.missing, notification.type.missing'],
    [forged({ id: 1 }), 'id.malformed'],
    [forged({ id: 'C#acme' }), 'id.malformed'],
    [forged({ id: 'CHAINS' }), 'id.malformed'],
    [forged({ id: A_MESSAGE_ID }), 'id.malformed'],
    [forged({ tenant: '*' }), 'tenant.malformed'],
    [forged({ type: 'Order Shipped' }), 'type.malformed'],
    [forged({ expirytime: 'never' }), 'expirytime.malformed'],
  ])('leaves a forged one to SQS to dead-letter, and logs nothing of it: %s', async (body, codes) => {
    const { handler, log, effects } = aChannel();
    const failed = await handler({ Records: [recordOf({ ...message, body }, { messageId: A_MESSAGE_ID })] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: A_MESSAGE_ID }] });
    expect(effects).toEqual([]);
    const error = `TypeError: delivery message is refused: notification.${codes}`;
    expect(log.lines).toMatchObject([{ event: 'record_failed', fields: { error } }]);
  });
});

describe('fanOut, when it is not the turn of a target', () => {
  const message = deliveryTo('ep_1');
  const NOW = '2026-11-23T09:30:00.000Z';

  it('looks again later, and claims nothing', async () => {
    const { handler, effects, queue, states } = aChannel(targets('ep_1'), delivered(), deferred('rate limit', 7.2));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: waitingSince(message, NOW), delaySeconds: 8 }]);
    expect([effects, await states(notification.id)]).toEqual([[], []]);
  });

  it('finds the turn again that it was given', async () => {
    const deferral = deferred('rate limit', 7.2, 'slot 7');
    const { handler, queue, turns } = aChannel(targets('ep_1'), delivered(), deferral);
    await handler({ Records: [recordOf(message)] });
    await handler({ Records: queue.sent.map((sent) => recordOf(sent.message)) });
    expect(turns).toEqual([undefined, 'slot 7']);
  });

  it('parks a long wait in the ledger', async () => {
    const { handler, effects, queue, ledger } = aChannel(targets('ep_1'), delivered(), deferred('circuit open', 3_600));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect([effects, queue.sent]).toEqual([[], []]);
    const { deliveries } = await ledger.history(notification.id);
    expect(deliveries).toMatchObject([{ state: 'retrying', attempted: 0, dueAt: '2026-11-23T10:30:00.000Z' }]);
  });
});

describe('fanOut, when the turn of a target would come too late', () => {
  const message = deliveryTo('ep_1');
  const reason = 'every turn of the next three days is taken';

  it('gives the delivery up without an attempt: failed, dead-lettered and said, each with the reason', async () => {
    const { handler, effects, queue, ledger, events } = aChannel(targets('ep_1'), delivered(), failed(reason));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect([effects, queue.sent]).toEqual([[], []]);
    expect(queue.deadLetters).toEqual([forDeadLetter(message, `failed: ${reason}`)]);
    expect(events.raised).toMatchObject([{ type: 'delivery.failed', data: { state: 'failed', attempts: 1 } }]);
    const { deliveries } = await ledger.history(notification.id);
    expect(deliveries).toMatchObject([{ state: 'failed', attempted: 1, attempts: [{ outcome: 'failed', reason }] }]);
  });

  it('leaves what is done to whoever did it', async () => {
    const { handler, queue, ledger, states } = aChannel(targets('ep_1'), delivered(), failed(reason));
    const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ep_1' };
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'delivered'));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect([queue.deadLetters, await states(notification.id)]).toEqual([[], ['ep_1 delivered']]);
  });

  it('attempts it after a redrive, when there is a turn again', async () => {
    const { dependencies, channel, handler, queue, effects, states } = aChannel(
      targets('ep_1'),
      delivered(),
      failed(reason),
    );
    await handler({ Records: [recordOf(message)] });
    const later = fanOut({ ...channel, admit: async () => undefined }, dependencies);
    const Records = queue.deadLetters.map((letter) => recordOf(letter));
    await createChannelHandler(dependencies, later)({ Records });
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });
});

describe('fanOut, when time runs out', () => {
  const message = deliveryTo('ep_1');
  const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });

  it('begins no attempt that might outlive the function, and passes the message on', async () => {
    const { handler, effects, queue, states } = aChannel();
    expect(await handler({ Records: [recordOf(message)] }, context(20_999))).toEqual(success);
    expect(queue.sent).toEqual([{ message: unchanged(message), delaySeconds: 0 }]);
    expect([effects, await states(notification.id)]).toEqual([[], []]);
  });

  it('keeps the turn that the target was given, though nothing could be parked any more', async () => {
    const deferral = deferred('rate limit', 3_600, 'slot 7');
    const { handler, queue, turns } = aChannel(targets('ep_1'), delivered(), deferral);
    await handler({ Records: [recordOf(message)] }, context(20_999));
    await handler({ Records: queue.sent.map((sent) => recordOf(sent.message)) });
    expect(turns).toEqual([undefined, 'slot 7']);
  });

  it('begins none where the claim took too long, and delivers when the message comes back', async () => {
    const { effects, clock, channel, dependencies, handler, states } = aChannel();
    const claim: DeliveryLedger['claim'] = async (...given) => {
      clock.advanceSeconds(5);
      return dependencies.ledger.claim(...given);
    };
    const slowly = { ...dependencies, ledger: { ...dependencies.ledger, claim } };
    const endMs = clock.now().getTime() + 25_000;
    const until = { getRemainingTimeInMillis: () => endMs - clock.now().getTime() };
    const record = recordOf(message, { messageId: 'late' });
    const late = await createChannelHandler(slowly, fanOut(channel, slowly))({ Records: [record] }, until);
    expect(late).toEqual({ batchItemFailures: [{ itemIdentifier: 'late' }] });
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 claimed']]);
    clock.advanceSeconds(LEASE_SECONDS);
    expect(await handler({ Records: [record] })).toEqual(success);
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('begins one that fits', async () => {
    const { handler, effects } = aChannel();
    await handler({ Records: [recordOf(message)] }, context(21_001));
    expect(effects).toHaveLength(1);
  });
});

describe('fanOut of one idempotency key', () => {
  const publish = (overrides: Partial<typeof notification> = {}) =>
    aNotification({ id: derivedId('acme', 'order-1'), idempotencykey: 'order-1', tenant: 'acme', ...overrides });

  it('has one effect of two publishes that differ in time alone', async () => {
    const { handler, effects } = aChannel();
    await handler({ Records: [recordOf(aMessage(publish()))] });
    await handler({ Records: [recordOf(aMessage(publish({ time: '2026-11-24T00:00:00Z' })))] });
    expect(effects).toHaveLength(1);
  });

  it('finishes what an earlier publish began, and never refuses it for having been begun', async () => {
    const { handler, effects, ledger } = aChannel();
    await ledger.accept(acceptedEvent(publish(), JSON.stringify(publish()), new Date()));
    await handler({ Records: [recordOf(aMessage(publish({ time: '2026-11-24T00:00:00Z' })))] });
    expect(effects).toHaveLength(1);
  });

  it('refuses other content for a target that has had the first, though nothing is accepted yet', async () => {
    const { handler, effects, queue, states } = aChannel();
    await handler({ Records: [recordOf(aMessage(publish()))] });
    const other = aMessage(publish({ data: { order: '4712' } }));
    expect(await handler({ Records: [recordOf(other, { messageId: A_MESSAGE_ID })] })).toEqual(success);
    expect([effects.length, queue.deadLetters.length, await states(A_MESSAGE_ID)]).toEqual([1, 1, ['rejected']]);
  });
});

describe('fanOut of an id that was accepted before', () => {
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
    'rejects other content before it reaches anybody, with idempotency key %s',
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

  it('looks again before the next attempt, where it could not be read before the first', async () => {
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

  it("rejects what has another tenant's id", async () => {
    const { deliver, effects, queue } = await accepted(notification);
    await deliver({ ...notification, tenant: 'other' });
    const carillonreason = { StringValue: expect.stringMatching(/^rejected: notification.id.taken: id /) };
    expect([effects, queue.deadLetters]).toMatchObject([[], Array(2).fill({ attributes: { carillonreason } })]);
  });

  it('delivers the same content in whatever way it is written, and where the record has no digest of it', async () => {
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

describe('fanOut of an id from whose record an address was erased', () => {
  const [ann, bob, eve] = ['ann@example.com', 'bob@example.com', 'eve@example.com'] as const;
  const published = aNotification({ recipients: `${ann}, ${bob}` });
  const digest = addressDigest(new Uint8Array(32).fill(7));
  const suppressedFor = (target: string) => ({
    target,
    state: 'suppressed',
    attempts: [expect.objectContaining({ reason: expect.stringMatching(/^an address was erased from the record/) })],
  });

  /** It was attempted for ann and bob. Later messages are handled by `change`. */
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

  it('suppresses the same content for the address that was erased, and for any other that had no delivery', async () => {
    const { deliver, deliveryOf, effects } = await erased();
    for (const target of [ann, eve]) {
      await deliver(deliveryTo(target, published));
      expect(await deliveryOf(target)).toMatchObject(suppressedFor(target));
    }
    expect(effects).toEqual([]);
  });

  it('suppresses other content, which nobody can tell from the first any more', async () => {
    const { deliver, deliveryOf, effects, queue } = await erased();
    await deliver(deliveryTo(eve, { ...published, data: { order: '4712' }, recipients: eve }));
    expect([effects, queue.deadLetters, await deliveryOf(eve)]).toMatchObject([[], [], suppressedFor(eve)]);
  });

  it('suppresses what a message without a digest of its content asks for', async () => {
    const { deliver, deliveryOf } = await erased();
    const { carillondigest: _, ...attributes } = deliveryTo(eve, published).attributes;
    await deliver({ ...deliveryTo(eve, published), attributes });
    expect(await deliveryOf(eve)).toMatchObject(suppressedFor(eve));
  });

  it.each<[string, Deferred | Failed]>([
    ['would have to wait for its turn for an hour', deferred('busy', 3_600)],
    ['is given up by the channel', failed('gone')],
  ])('suppresses what %s, and raises no alarm', async (_, admission) => {
    const { deliver, deliveryOf, queue, events } = await erased(delivered(), admission);
    await deliver(deliveryTo(eve, published));
    expect(await deliveryOf(eve)).toMatchObject(suppressedFor(eve));
    expect([queue.deadLetters, events.raised]).toEqual([[], []]);
  });

  it.each(['accepted', 'begunBeforeErasure'])(
    'makes no effect where the first attempt could not read %s, and suppresses it at the next',
    async (name) => {
      const { deliver, deliveryOf, effects, queue, ledger } = await erased();
      const fails = async () => Promise.reject(new Error('throttled'));
      await deliver(deliveryTo(eve, published), { contents: { ...ledger, [name]: fails } });
      expect([effects, await deliveryOf(eve)]).toMatchObject([[], { state: 'retrying' }]);
      await deliver(queue.sent.at(-1)?.message as QueueMessage);
      expect([effects, (await deliveryOf(eve))?.state]).toEqual([[], 'suppressed']);
    },
  );

  it('goes on with a delivery that was there: it is not made again, and a redrive of one that failed is', async () => {
    const done = await erased();
    await done.deliver(deliveryTo(bob, published));
    expect([done.effects, (await done.deliveryOf(bob))?.state]).toEqual([[], 'delivered']);
    const broken = await erased(failed('no such box'));
    await broken.deliver(redriven(deliveryTo(bob, published), 'redriven'));
    expect(broken.effects).toHaveLength(1);
  });

  it("rejects what has another tenant's id, as before", async () => {
    const { deliver, effects, queue } = await erased();
    await deliver(deliveryTo(eve, { ...published, tenant: 'other' }));
    const carillonreason = { StringValue: expect.stringMatching(/^rejected: notification.id.taken: id /) };
    expect([effects, queue.deadLetters]).toMatchObject([[], [{ attributes: { carillonreason } }]]);
  });
});

describe('fanOut of a channel with a precondition', () => {
  const withPrecondition = (precondition: () => Promise<DeliveryOutcome | undefined>) => {
    const world = aChannel();
    const { dependencies, channel, queue } = world;
    const handler = createChannelHandler(dependencies, fanOut({ ...channel, precondition }, dependencies));
    const deliver = () => handler({ Records: [recordOf(deliveryTo('ep_1'))] });
    const again = () => handler({ Records: [recordOf(queue.sent.at(-1)?.message)] });
    return { ...world, deliver, again };
  };

  it('ends the attempt with the outcome that it gives, and makes the effect where it gives none', async () => {
    const { deliver, effects, states } = withPrecondition(async () => suppressed('asked not to'));
    await deliver();
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 suppressed']]);
    const allowed = withPrecondition(async () => undefined);
    await allowed.deliver();
    expect([allowed.effects.length, await allowed.states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('tries again where it fails, and makes no effect before it is known', async () => {
    let asked = 0;
    const { deliver, again, effects, states } = withPrecondition(async () => {
      if (asked++ === 0) throw new Error('throttled');
      return undefined;
    });
    await deliver();
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 retrying']]);
    await again();
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('leaves a refused claim alone, though what was asked beside it fails', async () => {
    const { deliver, ledger, effects, queue, clock } = withPrecondition(async () => {
      throw new Error('throttled');
    });
    const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ep_1' };
    const leaseUntil = new Date(clock.now().getTime() + 10_000).toISOString();
    await ledger.claim(key, { attempt: 1, now: clock.now().toISOString(), leaseUntil, leaseLimit: leaseUntil });
    expect(await deliver()).toEqual(success);
    expect([effects, queue.sent.map(({ delaySeconds }) => delaySeconds)]).toEqual([[], [11]]);
  });

  it('asks nothing for what has expired', async () => {
    const asked: unknown[] = [];
    const world = aChannel();
    const precondition = async (...given: unknown[]) => void asked.push(given);
    const channel = { ...world.channel, precondition };
    const handler = createChannelHandler(world.dependencies, fanOut(channel, world.dependencies));
    const expired = aNotification({ expirytime: '2020-01-01T00:00:00Z' });
    await handler({ Records: [recordOf(deliveryTo('ep_1', expired))] });
    expect([asked, await world.states(expired.id)]).toEqual([[], ['ep_1 suppressed']]);
  });
});

describe('fanOut, where the filter has changed', () => {
  const begun = (target: string) => ({
    tenant: notification.tenant,
    notificationId: notification.id,
    channel: aManifest().name,
    target,
  });

  it.each([
    ['finishes what a crash left claimed', targets('ep_1'), ['ep_1'], ['ep_1 delivered']],
    ['leaves alone what nobody had begun with', targets('ep_1'), [], []],
  ])('%s', async (_, expansion, claimed, expected) => {
    const { dependencies, channel, ledger, clock, states } = aChannel(expansion);
    const now = clock.now().toISOString();
    for (const target of claimed)
      await ledger.claim(begun(target), { attempt: 1, now, leaseUntil: now, leaseLimit: now });
    const narrowed = { ...dependencies, manifest: aManifest({ filterPolicy: { severity: ['critical'] } }) };
    const handler = createChannelHandler(narrowed, fanOut(channel, narrowed));
    expect(await handler({ Records: [recordOf(aMessage(notification), { receiveCount: 2 })] })).toEqual(success);
    expect(await states(notification.id)).toEqual(expected);
  });

  it('ends what a crash left claimed for a target that is none any more', async () => {
    const { dependencies, channel, ledger, clock, states } = aChannel();
    const now = clock.now().toISOString();
    await ledger.claim(begun('ep_1'), { attempt: 1, now, leaseUntil: now, leaseLimit: now });
    const expand = async (_: unknown, open: readonly string[]) => targets('ep_2', ...open);
    const handler = createChannelHandler(dependencies, fanOut({ ...channel, expand }, dependencies));
    await handler({ Records: [recordOf(aMessage(notification), { receiveCount: 2 })] });
    expect(dependencies.queue).toHaveProperty(
      'sent',
      ['ep_2', 'ep_1'].map((target) => ({ message: deliveryTo(target), delaySeconds: 0 })),
    );
    expect(await states(notification.id)).toEqual(['ep_1 claimed']);
  });

  it('finishes to spread over targets of which only the last had begun', async () => {
    const { dependencies, channel, ledger, clock, queue } = aChannel(targets('ep_1', 'ep_2'));
    const now = clock.now().toISOString();
    await ledger.claim(begun('ep_2'), { attempt: 1, now, leaseUntil: now, leaseLimit: now });
    const narrowed = { ...dependencies, manifest: aManifest({ filterPolicy: { severity: ['critical'] } }) };
    const handler = createChannelHandler(narrowed, fanOut(channel, narrowed));
    await handler({ Records: [recordOf(aMessage(notification), { receiveCount: 2 })] });
    expect(queue.sent.map(({ message }) => message)).toEqual(['ep_1', 'ep_2'].map((target) => deliveryTo(target)));
  });
});

describe('fanOut, given a notification for very many', () => {
  const MANY = Array.from({ length: 250 }, (_, n) => `ep_${String(n).padStart(3, '0')}`);
  const shuffled = MANY.toSorted((one, other) => (one.slice(-1) + one < other.slice(-1) + other ? -1 : 1));
  const parts = (message: QueueMessage) =>
    [
      ['ep_000', 'ep_099'],
      ['ep_100', 'ep_199'],
      ['ep_200', 'ep_249'],
    ].map(([from = '', to = '']) => forRange(message, { from, to }));

  it('shares it out first, so that no invocation has more to send than it can', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    const message = aMessage(notification);
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(queue.sent).toEqual(parts(message).map((part) => ({ message: part, delaySeconds: 0 })));
  });

  it('spreads each part over its own targets: each has one message', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    await handler({ Records: parts(aMessage(notification)).map((part) => recordOf(part)) });
    const sent = queue.sent.map(({ message }) => aReceived(message).target);
    expect(sent.toSorted()).toEqual(MANY);
  });

  it('marks what an operator brought back in every part', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    await handler({ Records: [recordOf(redriven(aMessage(notification), 'refused'), { messageId: A_MESSAGE_ID })] });
    const again = queue.sent.map(({ message }) => recordOf(message));
    await handler({ Records: again });
    expect(queue.sent).toHaveLength(3 + 250);
    expect(queue.sent.filter(({ message }) => aReceived(message).redrive !== '2026-11-23T09:30:00.000Z')).toEqual([]);
  });

  it('delivers at once where one target is left of a part, and notes nothing where none is', async () => {
    const { handler, queue, states } = aChannel(targets('ep_100'));
    await handler({ Records: parts(aMessage(notification)).map((part) => recordOf(part)) });
    expect([queue.sent, await states(notification.id)]).toEqual([[], ['ep_100 delivered']]);
  });

  it('spreads over a hundred without sharing out', async () => {
    const { handler, queue } = aChannel(targets(...MANY.slice(0, 100)));
    await handler({ Records: [recordOf(aMessage(notification))] });
    expect(queue.sent).toHaveLength(100);
  });

  it('shares out what has as many bytes as a notification may have', async () => {
    const padding = 260_096 - messageBytes(aMessage(aNotification({ data: { padding: '' } })));
    const largest = aNotification({ data: { padding: 'x'.repeat(padding) } });
    const { handler, queue } = aChannel(targets(...MANY));
    await handler({ Records: [recordOf(aMessage(largest))] });
    expect([queue.sent.length, queue.deadLetters]).toEqual([3, []]);
  });
});
