import {
  type Deferred,
  type DeliveryOutcome,
  deferred,
  delivered,
  type Failed,
  failed,
  retry,
} from '../domain/delivery/outcome';
import { contentDigest } from '../domain/notification/content-digest';
import { derivedId } from '../domain/notification/derived-id';
import { messageBytes } from '../domain/notification/message-size';
import type { QueueMessage } from '../ports/channel-queue';
import type { DeliveryLedger } from '../ports/ledger';
import { acceptedEvent } from '../ports/ledger';
import { aManifest, channelFixture, LEASE_SECONDS } from '../testing/channel-fixture';
import { aMessage, aNotification, aRecord } from '../testing/factories';
import { aClaim, aSettlement } from '../testing/ledger/ledger-fixtures';
import { createChannelHandler } from './channel-handler';
import type { Occasion } from './deliver-once';
import { deliverTargets, type Expansion } from './deliver-targets';
import {
  deliveryMessage,
  forAttempt,
  forDeadLetter,
  forRange,
  onlyFor,
  receivedMessage,
  redriven,
  unchanged,
  waitingSince,
} from './message';

type Spread = Expansion<{ readonly key: string }>;
const targets = (...keys: string[]): Spread => ({ kind: 'targets', targets: keys.map((key) => ({ key })) });
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
  const handlers = deliverTargets(channel, fixture.dependencies);
  const handler = createChannelHandler(fixture.dependencies, handlers);
  const states = async (id: string) =>
    (await fixture.ledger.history(id)).deliveries.map(({ target, state }) => `${target} ${state}`.trim());
  return { ...fixture, channel, effects, turns, handler, states };
}

describe('deliverTargets, given a notification', () => {
  it('spreads it over a message for each target, with the same bytes, and delivers nothing yet', async () => {
    const { handler, queue, effects } = aChannel(targets('ep_1', 'ep_2'));
    expect(await handler({ Records: [aRecord(aMessage(notification))] })).toEqual(success);
    const messages = ['ep_1', 'ep_2'].map((target) => deliveryTo(target));
    expect(queue.sent).toEqual(messages.map((message) => ({ message, delaySeconds: 0 })));
    expect(effects).toEqual([]);
  });

  it('delivers it at once where it has one target, and sends nothing', async () => {
    const { handler, queue, effects, states } = aChannel();
    expect(await handler({ Records: [aRecord(aMessage(notification))] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect([effects, queue.sent]).toEqual([[[{ id, tenant, type }, bodyOf(notification), 'ep_1']], []]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('retries that by a message for the target alone', async () => {
    const { handler, queue } = aChannel(targets('ep_1'), retry('503'));
    await handler({ Records: [aRecord(aMessage(notification))] });
    const message = forAttempt(deliveryTo('ep_1'), 2, notification.tenant);
    expect(queue.sent).toEqual([{ message, delaySeconds: 5 }]);
  });

  it('notes that it goes to nobody', async () => {
    const { handler, states, queue } = aChannel({ kind: 'nobody', reason: 'no endpoint wants it' });
    expect(await handler({ Records: [aRecord(aMessage(notification))] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([['suppressed'], []]);
  });

  it.each([
    ['ep_2', 'ep_2 delivered'],
    ['ep_9', 'suppressed'],
  ])('delivers what is replayed for %s alone: %s', async (target, state) => {
    const { handler, queue, effects, states } = aChannel(targets('ep_1', 'ep_2'));
    const replayed = onlyFor(redriven(aMessage(notification), 'replayed'), target);
    expect(await handler({ Records: [aRecord(replayed)] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([[state], []]);
    expect(effects).toHaveLength(target === 'ep_2' ? 1 : 0);
  });

  it('refuses what cannot be expanded', async () => {
    const message = aMessage(notification);
    const { handler, states, queue } = aChannel({
      kind: 'refused',
      faults: [{ code: 'x', path: '/a', message: 'y' }],
    });
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(await states(notification.id)).toEqual(['rejected']);
    expect(queue.deadLetters).toEqual([forDeadLetter(message, "x at '/a': y")]);
  });

  it('spreads none that has expired', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, ledger, queue } = aChannel();
    expect(await handler({ Records: [aRecord(aMessage(expired))] })).toEqual(success);
    const { deliveries } = await ledger.history(expired.id);
    expect(deliveries).toMatchObject([
      { state: 'suppressed', attempts: [{ reason: 'expired at 2026-11-23T09:30:00Z' }] },
    ]);
    expect(queue.sent).toEqual([]);
  });

  it('comes back when it could not be spread', async () => {
    const { channel, dependencies, queue } = aChannel(targets('ep_1', 'ep_2'));
    const full = { ...queue, send: () => Promise.reject(new Error('full')) };
    const handlers = deliverTargets(channel, { ...dependencies, queue: full });
    const record = aRecord(aMessage(notification), { messageId: 'm-1' });
    const failed = await createChannelHandler(dependencies, handlers)({ Records: [record] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
  });
});

describe('deliverTargets, given a delivery', () => {
  const message = deliveryTo('ep_1');

  it('delivers the bytes of its message', async () => {
    const { handler, effects, states } = aChannel();
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect(effects).toEqual([[{ id, tenant, type }, message.body, 'ep_1']]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('has one effect when it comes twice in one batch, twice at once and again', async () => {
    const channel = aChannel();
    const record = aRecord(message);
    await Promise.all([channel.handler({ Records: [record, record] }), channel.handler({ Records: [record] })]);
    channel.clock.advanceSeconds(LEASE_SECONDS + 1);
    await channel.handler({ Records: [aRecord(message)] });
    expect(channel.effects).toHaveLength(1);
  });

  it('retries the same bytes for the same target', async () => {
    const { handler, queue, states } = aChannel(targets('ep_1'), retry('503', 7));
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: forAttempt(message, 2, notification.tenant), delaySeconds: 7 }]);
    expect(await states(notification.id)).toEqual(['ep_1 retrying']);
  });

  it('is suppressed once its notification has expired', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, effects, states } = aChannel();
    expect(await handler({ Records: [aRecord(deliveryTo('ep_1', expired))] })).toEqual(success);
    expect([effects, await states(expired.id)]).toEqual([[], ['ep_1 suppressed']]);
  });

  it('does not come back because the ledger would not record it', async () => {
    const { channel, dependencies, ledger, effects } = aChannel();
    const refusing: DeliveryLedger = { ...ledger, settle: () => Promise.reject(new Error('throttled')) };
    const handlers = deliverTargets(channel, { ...dependencies, ledger: refusing });
    expect(await createChannelHandler(dependencies, handlers)({ Records: [aRecord(message)] })).toEqual(success);
    expect(effects).toHaveLength(1);
  });

  it("refuses an id that is another tenant's", async () => {
    const { handler, queue, states, effects } = aChannel();
    await handler({ Records: [aRecord(message)] });
    const foreign = deliveryTo('ep_1', { ...notification, tenant: 'other' });
    expect(await handler({ Records: [aRecord(foreign, { messageId: 'm-1' })] })).toEqual(success);
    expect(effects).toHaveLength(1);
    expect(await states('m-1')).toEqual(['rejected']);
    expect(queue.deadLetters).toMatchObject([
      { body: foreign.body, attributes: { carillontarget: { StringValue: 'ep_1' } } },
    ]);
  });

  it.each(['secret text', 'null', '[]', '{"id":1,"tenant":"acme","type":"a"}', '{"id":"1"}'])(
    'leaves a forged one to SQS to dead-letter, and logs nothing of it: %s',
    async (body) => {
      const { handler, log, effects } = aChannel();
      const failed = await handler({ Records: [aRecord({ ...message, body }, { messageId: 'm-1' })] });
      expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
      expect(effects).toEqual([]);
      const error = 'TypeError: delivery message is not JSON with id, tenant and type';
      expect(log.lines).toMatchObject([{ event: 'record_failed', fields: { error } }]);
    },
  );
});

describe('deliverTargets, when it is not the turn of a target', () => {
  const message = deliveryTo('ep_1');
  const NOW = '2026-11-23T09:30:00.000Z';

  it('looks again later, and claims nothing', async () => {
    const { handler, effects, queue, states } = aChannel(targets('ep_1'), delivered(), deferred('rate limit', 7.2));
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: waitingSince(message, NOW), delaySeconds: 8 }]);
    expect([effects, await states(notification.id)]).toEqual([[], []]);
  });

  it('finds the turn again that it was given', async () => {
    const deferral = deferred('rate limit', 7.2, 'slot 7');
    const { handler, queue, turns } = aChannel(targets('ep_1'), delivered(), deferral);
    await handler({ Records: [aRecord(message)] });
    await handler({ Records: queue.sent.map((sent) => aRecord(sent.message)) });
    expect(turns).toEqual([undefined, 'slot 7']);
  });

  it('parks a long wait in the ledger', async () => {
    const { handler, effects, queue, ledger } = aChannel(targets('ep_1'), delivered(), deferred('circuit open', 3_600));
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect([effects, queue.sent]).toEqual([[], []]);
    const { deliveries } = await ledger.history(notification.id);
    expect(deliveries).toMatchObject([{ state: 'retrying', attempted: 0, dueAt: '2026-11-23T10:30:00.000Z' }]);
  });
});

describe('deliverTargets, when the turn of a target would come too late', () => {
  const message = deliveryTo('ep_1');
  const reason = 'every turn of the next three days is taken';

  it('gives the delivery up without an attempt: failed, dead-lettered and said, each with the reason', async () => {
    const { handler, effects, queue, ledger, events } = aChannel(targets('ep_1'), delivered(), failed(reason));
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
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
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect([queue.deadLetters, await states(notification.id)]).toEqual([[], ['ep_1 delivered']]);
  });

  it('attempts it after a redrive, when there is a turn again', async () => {
    const { dependencies, channel, handler, queue, effects, states } = aChannel(
      targets('ep_1'),
      delivered(),
      failed(reason),
    );
    await handler({ Records: [aRecord(message)] });
    const later = deliverTargets({ ...channel, admit: async () => undefined }, dependencies);
    const Records = queue.deadLetters.map((letter) => aRecord(letter));
    await createChannelHandler(dependencies, later)({ Records });
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });
});

describe('deliverTargets, when time runs out', () => {
  const message = deliveryTo('ep_1');
  const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });

  it('begins no attempt that might outlive the function, and passes the message on', async () => {
    const { handler, effects, queue, states } = aChannel();
    expect(await handler({ Records: [aRecord(message)] }, context(20_999))).toEqual(success);
    expect(queue.sent).toEqual([{ message: unchanged(message), delaySeconds: 0 }]);
    expect([effects, await states(notification.id)]).toEqual([[], []]);
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
    const record = aRecord(message, { messageId: 'late' });
    const late = await createChannelHandler(slowly, deliverTargets(channel, slowly))({ Records: [record] }, until);
    expect(late).toEqual({ batchItemFailures: [{ itemIdentifier: 'late' }] });
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 claimed']]);
    clock.advanceSeconds(LEASE_SECONDS);
    expect(await handler({ Records: [record] })).toEqual(success);
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('begins one that fits', async () => {
    const { handler, effects } = aChannel();
    await handler({ Records: [aRecord(message)] }, context(21_001));
    expect(effects).toHaveLength(1);
  });
});

describe('deliverTargets of one idempotency key', () => {
  const publish = (overrides: Partial<typeof notification> = {}) =>
    aNotification({ id: derivedId('acme', 'order-1'), idempotencykey: 'order-1', tenant: 'acme', ...overrides });

  it('has one effect of two publishes that differ in time alone', async () => {
    const { handler, effects } = aChannel();
    await handler({ Records: [aRecord(aMessage(publish()))] });
    await handler({ Records: [aRecord(aMessage(publish({ time: '2026-11-24T00:00:00Z' })))] });
    expect(effects).toHaveLength(1);
  });

  it('finishes what an earlier publish began, and never refuses it for having been begun', async () => {
    const { handler, effects, ledger } = aChannel();
    await ledger.accept(acceptedEvent(publish(), JSON.stringify(publish()), new Date()));
    await handler({ Records: [aRecord(aMessage(publish({ time: '2026-11-24T00:00:00Z' })))] });
    expect(effects).toHaveLength(1);
  });

  it('refuses other content than what was accepted, before it reaches anybody', async () => {
    const { handler, effects, ledger, states, queue } = aChannel(targets('ep_1', 'ep_2'));
    await ledger.accept(acceptedEvent(publish(), JSON.stringify(publish()), new Date()));
    const other = publish({ data: { order: '4712' } });
    expect(await handler({ Records: [aRecord(aMessage(other))] })).toEqual(success);
    expect([effects, queue.sent, await states(other.id)]).toEqual([[], [], ['rejected']]);
    const carillonreason = { StringValue: expect.stringContaining('notification.id.conflict') };
    expect(queue.deadLetters).toMatchObject([{ attributes: { carillonreason } }]);
  });

  it('refuses other content for a target that has had the first, though nothing is accepted yet', async () => {
    const { handler, effects, queue, states } = aChannel();
    await handler({ Records: [aRecord(aMessage(publish()))] });
    const other = aMessage(publish({ data: { order: '4712' } }));
    expect(await handler({ Records: [aRecord(other, { messageId: 'm-1' })] })).toEqual(success);
    expect([effects.length, queue.deadLetters.length, await states('m-1')]).toEqual([1, 1, ['rejected']]);
  });
});

test('a channel without a filter cannot spread its notifications: it would take a forged target for its own', () => {
  const { dependencies } = channelFixture({ manifest: aManifest({ filterPolicy: {} }) });
  const channel = { expand: async () => targets('ep_1'), body: bodyOf, deliver: async () => delivered() };
  expect(() => deliverTargets(channel, dependencies)).toThrow(expect.objectContaining({ code: 'channel.unfiltered' }));
});

describe('deliverTargets, where the filter has changed', () => {
  const begun = (target: string) => ({
    ...{ tenant: notification.tenant, notificationId: notification.id, channel: aManifest().name, target },
  });

  it.each([
    ['finishes what a crash left claimed', targets('ep_1'), ['ep_1'], ['ep_1 delivered']],
    ['leaves alone what nobody had begun with', targets('ep_1'), [], []],
    [
      'leaves alone what goes to nobody any more',
      { kind: 'nobody', reason: 'none' } as Spread,
      ['ep_1'],
      ['ep_1 claimed'],
    ],
  ])('%s', async (_, expansion, claimed, expected) => {
    const { dependencies, channel, ledger, clock, states } = aChannel(expansion);
    const now = clock.now().toISOString();
    for (const target of claimed)
      await ledger.claim(begun(target), { attempt: 1, reopen: false, now, leaseUntil: now, leaseLimit: now });
    const narrowed = { ...dependencies, manifest: aManifest({ filterPolicy: { severity: ['critical'] } }) };
    const handler = createChannelHandler(narrowed, deliverTargets(channel, narrowed));
    expect(await handler({ Records: [aRecord(aMessage(notification), { receiveCount: 2 })] })).toEqual(success);
    expect(await states(notification.id)).toEqual(expected);
  });

  it('finishes to spread over targets of which only the last had begun', async () => {
    const { dependencies, channel, ledger, clock, queue } = aChannel(targets('ep_1', 'ep_2'));
    const now = clock.now().toISOString();
    await ledger.claim(begun('ep_2'), { attempt: 1, reopen: false, now, leaseUntil: now, leaseLimit: now });
    const narrowed = { ...dependencies, manifest: aManifest({ filterPolicy: { severity: ['critical'] } }) };
    const handler = createChannelHandler(narrowed, deliverTargets(channel, narrowed));
    await handler({ Records: [aRecord(aMessage(notification), { receiveCount: 2 })] });
    expect(queue.sent.map(({ message }) => message)).toEqual(['ep_1', 'ep_2'].map((target) => deliveryTo(target)));
  });
});

describe('deliverTargets, given a notification for very many', () => {
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
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(queue.sent).toEqual(parts(message).map((part) => ({ message: part, delaySeconds: 0 })));
  });

  it('spreads each part over its own targets: each has one message', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    await handler({ Records: parts(aMessage(notification)).map((part) => aRecord(part)) });
    const sent = queue.sent.map(({ message }) => receivedMessage(aRecord(message)).target);
    expect(sent.toSorted()).toEqual(MANY);
  });

  it('marks what an operator brought back in every part', async () => {
    const { handler, queue } = aChannel(targets(...shuffled));
    await handler({ Records: [aRecord(redriven(aMessage(notification), 'refused'))] });
    const again = queue.sent.map(({ message }) => aRecord(message));
    await handler({ Records: again });
    expect(queue.sent).toHaveLength(3 + 250);
    expect(queue.sent.filter(({ message }) => !receivedMessage(aRecord(message)).redriven)).toEqual([]);
  });

  it('delivers at once where one target is left of a part, and notes nothing where none is', async () => {
    const { handler, queue, states } = aChannel(targets('ep_100'));
    await handler({ Records: parts(aMessage(notification)).map((part) => aRecord(part)) });
    expect([queue.sent, await states(notification.id)]).toEqual([[], ['ep_100 delivered']]);
  });

  it('spreads over a hundred without sharing out', async () => {
    const { handler, queue } = aChannel(targets(...MANY.slice(0, 100)));
    await handler({ Records: [aRecord(aMessage(notification))] });
    expect(queue.sent).toHaveLength(100);
  });

  it('shares out what has as many bytes as a notification may have', async () => {
    const padding = 260_096 - messageBytes(aMessage(aNotification({ data: { padding: '' } })));
    const largest = aNotification({ data: { padding: 'x'.repeat(padding) } });
    const { handler, queue } = aChannel(targets(...MANY));
    await handler({ Records: [aRecord(aMessage(largest))] });
    expect([queue.sent.length, queue.deadLetters]).toEqual([3, []]);
  });
});
