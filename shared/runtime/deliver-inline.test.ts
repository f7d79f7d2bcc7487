import type { Notification } from '../domain/notification';
import { type DeliveryOutcome, delivered, retry } from '../domain/outcome';
import type { DeliveryLedger } from '../ports/ledger';
import { channelFixture, LEASE_SECONDS } from '../testing/channel-fixture';
import { aMessage, aNotification, aRecord } from '../testing/factories';
import { type ChannelDependencies, createChannelHandler } from './channel-handler';
import { deliverInline, type Expansion } from './deliver-inline';
import { forAttempt, forDeadLetter, markDone, targetDigest } from './message';

type Target = { readonly key: string };
const targets = (...keys: string[]): Expansion<Target> => ({ kind: 'targets', targets: keys.map((key) => ({ key })) });
const throttled = () => Promise.reject(new Error('throttled'));

interface Options {
  readonly expansion?: Expansion<Target>;
  /** Defaults to `delivered`. */
  readonly outcomes?: Readonly<Record<string, DeliveryOutcome>>;
  readonly ledger?: (ledger: DeliveryLedger) => Partial<DeliveryLedger>;
}

/** An inline channel whose effect is to remember its target. */
function inlineChannel({ expansion = targets('ann'), outcomes = {}, ledger = () => ({}) }: Options = {}) {
  const fixture = channelFixture();
  const dependencies: ChannelDependencies = {
    ...fixture.dependencies,
    ledger: { ...fixture.ledger, ...ledger(fixture.ledger) },
  };
  const effects: string[] = [];
  const deliver = async (_notification: Notification, { key }: Target) => {
    effects.push(key);
    return outcomes[key] ?? delivered('250 OK');
  };
  const onNotification = deliverInline({ expand: async () => expansion, deliver }, dependencies);
  const handler = createChannelHandler(dependencies, { onNotification });
  const states = async (id: string) =>
    (await fixture.ledger.history(id)).deliveries.map(({ target, state }) => `${target} ${state}`.trim());
  return { ...fixture, dependencies, effects, handler, states };
}

const notification = aNotification();
const message = aMessage(notification);
const success = { batchItemFailures: [] };

describe('deliverInline', () => {
  it('delivers to each target in turn and records it', async () => {
    const channel = inlineChannel({ expansion: targets('ann', 'bob') });
    expect(await channel.handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(channel.effects).toEqual(['ann', 'bob']);
    expect(await channel.states(notification.id)).toEqual(['ann delivered', 'bob delivered']);
    expect([channel.queue.sent, channel.queue.deadLetters]).toEqual([[], []]);
  });

  it('logs one line a delivery, without the target', async () => {
    const { handler, log } = inlineChannel({ expansion: targets('ann@example.com') });
    await handler({ Records: [aRecord(message)] });
    const { id: notificationId, tenant, type } = notification;
    const target = targetDigest('ann@example.com');
    const outcome = { outcome: 'delivered', attempt: 1, durationMs: 0, reason: '250 OK' };
    const fields = { channel: 'email', notificationId, tenant, type, target, ...outcome };
    expect(log.lines).toEqual([{ level: 'info', event: 'delivery', fields }]);
  });

  it('notes that a notification goes to nobody', async () => {
    const channel = inlineChannel({ expansion: { kind: 'nobody', reason: 'no endpoint wants it' } });
    expect(await channel.handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(await channel.states(notification.id)).toEqual(['suppressed']);
  });

  it('refuses what cannot be expanded', async () => {
    const faults = [{ code: 'notification.recipients.missing', path: '/recipients', message: 'recipients is empty' }];
    const channel = inlineChannel({ expansion: { kind: 'refused', faults } });
    expect(await channel.handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(await channel.states(notification.id)).toEqual(['rejected']);
    const reason = "notification.recipients.missing at '/recipients': recipients is empty";
    expect(channel.queue.deadLetters).toEqual([forDeadLetter(message, reason)]);
  });

  it('has one effect when the same message comes twice in one batch', async () => {
    const channel = inlineChannel();
    const record = aRecord(message);
    expect(await channel.handler({ Records: [record, record] })).toEqual(success);
    expect(channel.effects).toEqual(['ann']);
    expect(channel.queue.sent).toEqual([{ message, delaySeconds: LEASE_SECONDS + 1 }]);
  });

  it('has one effect when two copies come at once, and none when one comes later', async () => {
    const channel = inlineChannel();
    const copy = () => channel.handler({ Records: [aRecord(message)] });
    await Promise.all([copy(), copy()]);
    channel.clock.advanceSeconds(LEASE_SECONDS + 1);
    expect(await copy()).toEqual(success);
    expect(channel.effects).toEqual(['ann']);
    expect(channel.queue.sent).toHaveLength(1);
  });

  it('attempts only what is not done when the message comes back', async () => {
    const channel = inlineChannel({ expansion: targets('ann', 'bob'), outcomes: { bob: retry('busy') } });
    await channel.handler({ Records: [aRecord(message)] });
    await channel.handler({ Records: [aRecord(forAttempt(message, 2))] });
    expect(channel.effects).toEqual(['ann', 'bob', 'bob']);
  });

  it("refuses an id that is another tenant's, and still finishes the targets that are its own", async () => {
    const channel = inlineChannel({ expansion: targets('ann', 'bob'), outcomes: { ann: retry('busy') } });
    const claim = { attempt: 1, reopen: false, now: '2026-11-23T09:00:00Z', leaseUntil: '2026-11-23T09:01:00Z' };
    const key = { tenant: 'other', notificationId: notification.id, channel: 'email', target: 'bob' };
    await channel.ledger.claim(key, claim);
    expect(await channel.handler({ Records: [aRecord(message, { messageId: 'm-1' })] })).toEqual(success);
    expect(await channel.states(notification.id)).toEqual(['ann retrying', 'bob claimed']);
    expect(channel.queue.sent).toEqual([{ message: forAttempt(message, 2), delaySeconds: 5 }]);
    expect(await channel.states('m-1')).toEqual(['rejected']);
    const reason = `notification.id.taken at '/id': id ${notification.id} belongs to a notification of another tenant, expected a new ULID`;
    expect(channel.queue.deadLetters).toEqual([forDeadLetter(message, reason)]);
  });
});

describe('deliverInline, when its ledger fails', () => {
  it('does not bring a delivered message back', async () => {
    const channel = inlineChannel({ ledger: () => ({ settle: throttled }) });
    expect(await channel.handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(channel.effects).toEqual(['ann']);
    expect(channel.log.lines.map(({ event }) => event)).toEqual(['delivery', 'bookkeeping_failed']);
  });

  it('does not deliver again to one target because another must be retried', async () => {
    const settle =
      (ledger: DeliveryLedger): DeliveryLedger['settle'] =>
      async (key, state, attempt) =>
        key.target === 'ann' ? throttled() : ledger.settle(key, state, attempt);
    const options = { expansion: targets('ann', 'bob'), outcomes: { bob: retry('busy') } };
    const channel = inlineChannel({ ...options, ledger: (ledger) => ({ settle: settle(ledger) }) });
    await channel.handler({ Records: [aRecord(message)] });
    const [next] = channel.queue.sent;
    expect(next?.message).toEqual(forAttempt(markDone(message, ['ann']), 2));
    channel.clock.advanceSeconds(LEASE_SECONDS + 1);
    if (next) await channel.handler({ Records: [aRecord(next.message)] });
    expect(channel.effects).toEqual(['ann', 'bob', 'bob']);
  });

  it('does not deliver again to one target because another could not be claimed', async () => {
    const claim =
      (ledger: DeliveryLedger): DeliveryLedger['claim'] =>
      async (key, request) =>
        key.target === 'bob' ? throttled() : ledger.claim(key, request);
    const options = { expansion: targets('ann', 'bob') };
    const channel = inlineChannel({ ...options, ledger: (ledger) => ({ settle: throttled, claim: claim(ledger) }) });
    expect(await channel.handler({ Records: [aRecord(message)] })).toEqual(success);
    expect(channel.queue.sent).toEqual([{ message: markDone(message, ['ann']), delaySeconds: LEASE_SECONDS }]);
  });

  it('tries the other targets and lets the message come back when one could not be claimed', async () => {
    const claim =
      (ledger: DeliveryLedger): DeliveryLedger['claim'] =>
      async (key, request) =>
        key.target === 'ann' ? throttled() : ledger.claim(key, request);
    const channel = inlineChannel({ expansion: targets('ann', 'bob'), ledger: (ledger) => ({ claim: claim(ledger) }) });
    const failed = await channel.handler({ Records: [aRecord(message, { messageId: 'm-1' })] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(channel.effects).toEqual(['bob']);
    expect(await channel.states(notification.id)).toEqual(['bob delivered']);
  });
});

describe('deliverInline of a notification that expires', () => {
  const expiring = aNotification({ expirytime: '2026-11-23T09:30:01Z' });

  it('delivers before', async () => {
    const channel = inlineChannel();
    await channel.handler({ Records: [aRecord(aMessage(expiring))] });
    expect(channel.effects).toEqual(['ann']);
  });

  it('suppresses after what is not done, though it was begun', async () => {
    const channel = inlineChannel({ expansion: targets('ann', 'bob'), outcomes: { ann: retry('busy') } });
    await channel.handler({ Records: [aRecord(aMessage(expiring))] });
    channel.clock.advanceSeconds(1);
    await channel.handler({ Records: [aRecord(forAttempt(aMessage(expiring), 2))] });
    expect(channel.effects).toEqual(['ann', 'bob']);
    expect(await channel.states(expiring.id)).toEqual(['ann suppressed', 'bob delivered']);
    const [ann] = (await channel.ledger.history(expiring.id)).deliveries;
    expect(ann?.attempts.at(-1)).toMatchObject({
      n: 2,
      outcome: 'suppressed',
      reason: 'expired at 2026-11-23T09:30:01Z',
    });
  });

  it('suppresses every delivery when it comes too late', async () => {
    const channel = inlineChannel({ expansion: targets('ann', 'bob') });
    channel.clock.advanceSeconds(1);
    expect(await channel.handler({ Records: [aRecord(aMessage(expiring))] })).toEqual(success);
    expect(channel.effects).toEqual([]);
    expect(await channel.states(expiring.id)).toEqual(['ann suppressed', 'bob suppressed']);
  });
});
