import { type DeliveryOutcome, delivered, retry } from '../domain/outcome';
import type { DeliveryLedger } from '../ports/ledger';
import { aManifest, channelFixture, LEASE_SECONDS } from '../testing/channel-fixture';
import { aMessage, aNotification, aRecord } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import type { Expansion } from './deliver-inline';
import { deliverQueued } from './deliver-queued';
import { deliveryMessage, forAttempt, forDeadLetter } from './message';

type Spread = Expansion<{ readonly key: string }>;
const targets = (...keys: string[]): Spread => ({ kind: 'targets', targets: keys.map((key) => ({ key })) });
const success = { batchItemFailures: [] };
const notification = aNotification();
const bodyOf = ({ id, tenant, type, expirytime }: typeof notification) =>
  JSON.stringify({ id, tenant, type, expirytime });

/** A queued channel whose effect is to remember what it was given. */
function queuedChannel(expansion: Spread = targets('ep_1'), outcome: DeliveryOutcome = delivered('204')) {
  const fixture = channelFixture();
  const effects: unknown[] = [];
  const deliver = async (...given: readonly unknown[]) => {
    effects.push(given);
    return outcome;
  };
  const channel = { expand: async () => expansion, body: bodyOf, deliver };
  const handlers = deliverQueued(channel, fixture.dependencies);
  const handler = createChannelHandler(fixture.dependencies, handlers);
  const states = async (id: string) =>
    (await fixture.ledger.history(id)).deliveries.map(({ target, state }) => `${target} ${state}`.trim());
  return { ...fixture, channel, effects, handler, states };
}

describe('deliverQueued of a notification', () => {
  it('spreads it over a message for each target, with the same bytes, and delivers nothing yet', async () => {
    const { handler, queue, effects } = queuedChannel(targets('ep_1', 'ep_2'));
    expect(await handler({ Records: [aRecord(aMessage(notification))] })).toEqual(success);
    const messages = ['ep_1', 'ep_2'].map((target) =>
      deliveryMessage(target, bodyOf(notification), notification.tenant),
    );
    expect(queue.sent).toEqual(messages.map((message) => ({ message, delaySeconds: 0 })));
    expect(effects).toEqual([]);
  });

  it('notes that it goes to nobody', async () => {
    const { handler, states, queue } = queuedChannel({ kind: 'nobody', reason: 'no endpoint wants it' });
    expect(await handler({ Records: [aRecord(aMessage(notification))] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([['suppressed'], []]);
  });

  it('refuses what cannot be expanded', async () => {
    const message = aMessage(notification);
    const { handler, states, queue } = queuedChannel({
      kind: 'refused',
      faults: [{ code: 'x', path: '/a', message: 'y' }],
    });
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(await states(notification.id)).toEqual(['rejected']);
    expect(queue.deadLetters).toEqual([forDeadLetter(message, "x at '/a': y")]);
  });

  it('spreads none that has expired', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, ledger, queue } = queuedChannel();
    expect(await handler({ Records: [aRecord(aMessage(expired))] })).toEqual(success);
    const { deliveries } = await ledger.history(expired.id);
    expect(deliveries).toMatchObject([
      { state: 'suppressed', attempts: [{ reason: 'expired at 2026-11-23T09:30:00Z' }] },
    ]);
    expect(queue.sent).toEqual([]);
  });

  it('comes back when it could not be spread', async () => {
    const { channel, dependencies, queue } = queuedChannel();
    const full = { ...queue, send: () => Promise.reject(new Error('full')) };
    const handlers = deliverQueued(channel, { ...dependencies, queue: full });
    const record = aRecord(aMessage(notification), { messageId: 'm-1' });
    const failed = await createChannelHandler(dependencies, handlers)({ Records: [record] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
  });
});

describe('deliverQueued of a delivery', () => {
  const message = deliveryMessage('ep_1', bodyOf(notification), 'acme');

  it('delivers the bytes of its message', async () => {
    const { handler, effects, states } = queuedChannel();
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect(effects).toEqual([[{ id, tenant, type }, message.body, 'ep_1']]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('has one effect when it comes twice in one batch, twice at once and again', async () => {
    const channel = queuedChannel();
    const record = aRecord(message);
    await Promise.all([channel.handler({ Records: [record, record] }), channel.handler({ Records: [record] })]);
    channel.clock.advanceSeconds(LEASE_SECONDS + 1);
    await channel.handler({ Records: [aRecord(message)] });
    expect(channel.effects).toHaveLength(1);
  });

  it('retries the same bytes for the same target', async () => {
    const { handler, queue, states } = queuedChannel(targets('ep_1'), retry('503', 7));
    expect(await handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: forAttempt(message, 2), delaySeconds: 7 }]);
    expect(await states(notification.id)).toEqual(['ep_1 retrying']);
  });

  it('is suppressed once its notification has expired', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, effects, states } = queuedChannel();
    expect(await handler({ Records: [aRecord(deliveryMessage('ep_1', bodyOf(expired), 'acme'))] })).toEqual(success);
    expect([effects, await states(expired.id)]).toEqual([[], ['ep_1 suppressed']]);
  });

  it('does not come back because the ledger would not record it', async () => {
    const { channel, dependencies, ledger, effects } = queuedChannel();
    const refusing: DeliveryLedger = { ...ledger, settle: () => Promise.reject(new Error('throttled')) };
    const handlers = deliverQueued(channel, { ...dependencies, ledger: refusing });
    expect(await createChannelHandler(dependencies, handlers)({ Records: [aRecord(message)] })).toEqual(success);
    expect(effects).toHaveLength(1);
  });

  it("refuses an id that is another tenant's", async () => {
    const { handler, queue, states, effects } = queuedChannel();
    await handler({ Records: [aRecord(message)] });
    const foreign = deliveryMessage('ep_1', bodyOf({ ...notification, tenant: 'other' }), 'acme');
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
      const { handler, log, effects } = queuedChannel();
      const failed = await handler({ Records: [aRecord(deliveryMessage('ep_1', body, 'acme'), { messageId: 'm-1' })] });
      expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
      expect(effects).toEqual([]);
      const error = 'TypeError: delivery message is not JSON with id, tenant and type';
      expect(log.lines).toMatchObject([{ event: 'record_failed', fields: { error } }]);
    },
  );
});

test('a channel without a filter cannot spread its notifications: it would take a forged target for its own', () => {
  const { dependencies } = channelFixture({ manifest: aManifest({ filterPolicy: {} }) });
  const channel = { expand: async () => targets('ep_1'), body: bodyOf, deliver: async () => delivered() };
  expect(() => deliverQueued(channel, dependencies)).toThrow(expect.objectContaining({ code: 'channel.unfiltered' }));
});
