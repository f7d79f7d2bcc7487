import { delivered } from '../domain/delivery/outcome';
import type { Notification } from '../domain/notification/notification';
import type { QueueMessage } from '../ports/channel-queue';
import { channelFixture } from '../testing/channel-fixture';
import { aMessage, aNotification, aRecord, aSealed } from '../testing/factories';
import { aClaim, aSettlement, at, LEASE_SECONDS as CLAIM_SECONDS } from '../testing/ledger/ledger-fixtures';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { onlyFor } from './message/for-targets';
import { redriven } from './message/redriven';
import { targetDigest } from './message/target-digest';
import type { Expansion } from './target-channel';

const to = (...keys: string[]): Expansion<{ key: string }> => ({
  kind: 'targets',
  targets: keys.map((key) => ({ key })),
});
const fault = (code: string) => ({ code, path: '/data', message: 'it is wrong' });

interface Situation {
  readonly notification?: Partial<Notification>;
  /** @default the open targets, and no others */
  readonly expansion?: Expansion<{ key: string }>;
  readonly catalogueFaults?: ReturnType<typeof fault>[];
}

/** A channel that receives a notification for ann alone, after her delivery was claimed by a process that died. */
async function aChannel({ notification: overrides = {}, expansion, catalogueFaults = [] }: Situation) {
  const notification = aNotification(overrides);
  const fixture = channelFixture({ catalogueFaults: () => catalogueFaults });
  const effects: string[] = [];
  const channel = {
    expand: async (_: Notification, open: readonly string[]) => expansion ?? to(...open),
    body: ({ id, tenant, type, expirytime }: Notification) => JSON.stringify({ id, tenant, type, expirytime }),
    deliver: async (_event: unknown, _body: string, target: string) => {
      effects.push(target);
      return delivered();
    },
  };
  const handler = createChannelHandler(fixture.dependencies, fanOut(channel, fixture.dependencies));
  const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ann' };
  await fixture.ledger.claim(key, aClaim());
  fixture.clock.set(at(CLAIM_SECONDS));
  const receive = (change = (message: QueueMessage) => message) =>
    handler({ Records: [aRecord(aSealed(change(onlyFor(aMessage(notification), 'ann'))))] });
  const receiveRedriven = () => handler({ Records: [aRecord(aSealed(redriven(aMessage(notification), 'expired')))] });
  const deliveries = async () => (await fixture.ledger.history(notification.id)).deliveries;
  return { ...fixture, key, effects, receive, receiveRedriven, deliveries };
}

const ended = (state: string, reason: string) => ({
  target: 'ann',
  state,
  attempted: 1,
  attempts: [expect.objectContaining({ n: 1, outcome: state, reason: expect.stringContaining(reason) })],
});

describe('a notification that comes back for one open delivery', () => {
  it('is delivered to that target alone', async () => {
    const { receive, effects, deliveries } = await aChannel({ expansion: to('ann', 'bob') });
    expect(await receive()).toEqual({ batchItemFailures: [] });
    expect([effects, await deliveries()]).toMatchObject([['ann'], [{ target: 'ann', state: 'delivered' }]]);
  });

  it('is passed to the channel as open, which may end it, although the target no longer exists', async () => {
    const { receive, effects } = await aChannel({});
    await receive();
    expect(effects).toEqual(['ann']);
  });

  it('is delivered although the filter policy no longer matches', async () => {
    const { receive, effects } = await aChannel({ notification: { channels: 'webhook' } });
    await receive();
    expect(effects).toEqual(['ann']);
  });

  it.each<[string, string, Situation]>([
    [
      'whose address was erased',
      'no longer has the target',
      { expansion: to(`${'0'.repeat(64)}@erased.invalid`, 'bob') },
    ],
    ['that has no target any more', 'nobody is left', { expansion: { kind: 'none', reason: 'nobody is left' } }],
    ['that has expired', 'expired', { notification: { expirytime: at(CLAIM_SECONDS) } }],
  ])('ends as suppressed, with that reason, if it is one %s', async (_what, reason, situation) => {
    const { receive, effects, deliveries, queue } = await aChannel(situation);
    await receive();
    expect(await deliveries()).toMatchObject([ended('suppressed', reason)]);
    expect([effects, queue.sent, queue.deadLetters]).toEqual([[], [], []]);
  });

  it.each<[string, Situation]>([
    ['the channel', { expansion: { kind: 'refused', faults: [fault('channel.rule')] } }],
    ['the catalogue', { catalogueFaults: [fault('catalogue.data')] }],
  ])('ends as rejected, with one dead letter and one event, if the rules of %s now refuse it', async (_, situation) => {
    const { receive, effects, deliveries, queue, events, key } = await aChannel(situation);
    await receive();
    await receive();
    expect(await deliveries()).toMatchObject([ended('rejected', 'it is wrong')]);
    expect(queue.deadLetters.map(({ attributes }) => attributes.carillononly?.StringValue)).toEqual(['ann']);
    const data = { channel: 'email', state: 'rejected', attempts: 1, target: targetDigest('ann') };
    expect(events.raised).toMatchObject([{ type: 'delivery.failed', subject: key.notificationId, data }]);
    expect(effects).toEqual([]);
  });

  it('ends as suppressed also if an operator redrives the whole notification after it has expired', async () => {
    const expired = await aChannel({ notification: { expirytime: at(CLAIM_SECONDS) } });
    await expired.receiveRedriven();
    expect(await expired.deliveries()).toMatchObject([ended('suppressed', 'expired')]);
  });

  it('waits for the end of a claim by another worker', async () => {
    const { receive, ledger, key, queue, deliveries } = await aChannel({ expansion: to('bob') });
    await ledger.claim(key, aClaim({ seconds: CLAIM_SECONDS }));
    await receive();
    expect(queue.sent).toMatchObject([{ delaySeconds: CLAIM_SECONDS + 1 }]);
    expect(await deliveries()).toMatchObject([{ state: 'claimed' }]);
  });

  it('changes nothing if that delivery has ended', async () => {
    const { receive, ledger, key, deliveries, queue } = await aChannel({ expansion: to('bob') });
    await ledger.settle(key, aSettlement(1, 'delivered'));
    const before = await deliveries();
    await receive();
    expect([await deliveries(), queue.sent, queue.deadLetters]).toEqual([before, [], []]);
  });

  it('is noted without a target if an operator replayed an ended delivery', async () => {
    const { receive, ledger, key, deliveries } = await aChannel({ expansion: to('bob') });
    await ledger.settle(key, aSettlement(1, 'failed'));
    await receive((message) => redriven(message, 'replayed'));
    const states = (await deliveries()).map(({ target, state }) => [target, state]);
    expect(states).toEqual([
      ['', 'suppressed'],
      ['ann', 'failed'],
    ]);
  });

  it('ends a claimed delivery that an operator replayed', async () => {
    const { receive, deliveries } = await aChannel({ expansion: to('bob') });
    await receive((message) => redriven(message, 'replayed'));
    expect(await deliveries()).toMatchObject([ended('suppressed', 'no longer has the target')]);
  });
});
