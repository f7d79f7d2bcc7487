import { type Deferred, deferred, delivered } from '../domain/delivery/outcome';
import { MAX_DEFERRAL_SECONDS } from '../domain/delivery/retry-schedule';
import { memorySealKeys } from '../memory/memory-seal-keys';
import type { QueueMessage } from '../ports/channel-queue';
import { type ChannelFixture, channelFixture, LEASE_SECONDS } from '../testing/channel-fixture';
import { aMessage, aNotification, aRecord, aSealed } from '../testing/factories';
import { aClaim, aDeferral, aParking, aSettlement, at } from '../testing/ledger/ledger-fixtures';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { onlyFor } from './message/for-targets';
import { hopped } from './message/hops';
import { redriven } from './message/redriven';
import { sweep } from './sweep/sweep';

const notification = aNotification();
const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ep_1' };

/** A channel with one target, which defers as long as `admit` says so. */
function aChannel(admit: () => Deferred | undefined, of = notification) {
  const fixture: ChannelFixture = channelFixture();
  const effects: string[] = [];
  const channel = {
    expand: async () => ({ kind: 'targets', targets: [{ key: 'ep_1' }] }) as const,
    body: ({ id, tenant, type, expirytime }: typeof of) => JSON.stringify({ id, tenant, type, expirytime }),
    admit: async () => admit(),
    deliver: async (_event: unknown, _body: string, target: string) => {
      effects.push(target);
      return delivered();
    },
  };
  const handler = createChannelHandler(fixture.dependencies, fanOut(channel, fixture.dependencies));
  const handle = (message: QueueMessage, remainingMs = 60_000) =>
    handler({ Records: [aRecord(aSealed(message))] }, { getRemainingTimeInMillis: () => remainingMs });
  /** Delivers the message sent last, after its delay. */
  const comeBack = async () => {
    const { message, delaySeconds } = fixture.queue.sent.at(-1) ?? { message: aMessage(of), delaySeconds: 0 };
    fixture.clock.advanceSeconds(delaySeconds);
    await handle(message);
  };
  const delivery = async () => (await fixture.ledger.history(of.id)).deliveries[0];
  return { ...fixture, effects, handle, comeBack, delivery };
}

/** Defers the first `times` calls. */
const turnAfter = (times: number, seconds = 600) => {
  let asked = 0;
  return () => (asked++ < times ? deferred('rate limit', seconds) : undefined);
};

describe('a redriven notification of one target', () => {
  const failed = async ({ ledger }: ChannelFixture) => {
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'failed'));
  };

  it('is still attempted after it had to wait for its turn', async () => {
    const channel = aChannel(turnAfter(1));
    await failed(channel);
    await channel.handle(redriven(aMessage(notification), 'replayed'));
    await channel.comeBack();
    expect([channel.effects, (await channel.delivery())?.state]).toEqual([['ep_1'], 'delivered']);
  });

  it('is still attempted after it had to wait for a lease', async () => {
    const channel = aChannel(turnAfter(0));
    await channel.ledger.claim(key, aClaim());
    await channel.handle(redriven(aMessage(notification), 'replayed'));
    await channel.ledger.settle(key, aSettlement(1, 'failed'));
    channel.clock.advanceSeconds(LEASE_SECONDS);
    await channel.comeBack();
    expect([channel.effects, (await channel.delivery())?.state]).toEqual([['ep_1'], 'delivered']);
  });
});

describe('a delivery that does not get its turn', () => {
  it('ends as failed after three days of short waits, with its dead letter', async () => {
    const channel = aChannel(turnAfter(1_000));
    await channel.handle(aMessage(notification));
    for (let waited = 600; waited < MAX_DEFERRAL_SECONDS; waited += 600) await channel.comeBack();
    expect([await channel.delivery(), channel.queue.deadLetters]).toEqual([undefined, []]);
    await channel.comeBack();
    const reason = `deferred since ${at(0)}: rate limit`;
    expect(await channel.delivery()).toMatchObject({ state: 'failed', attempts: [{ outcome: 'deferred', reason }] });
    const carillonreason = { DataType: 'String', StringValue: `failed: ${reason}` };
    expect(channel.queue.deadLetters).toMatchObject([{ attributes: { carillonreason } }]);
    expect(channel.effects).toEqual([]);
  });

  it('is suppressed at once, without a turn, when its notification has expired', async () => {
    const admit = jest.fn(turnAfter(1_000));
    const expired = aNotification({ id: notification.id, tenant: notification.tenant, expirytime: at(60) });
    const channel = aChannel(admit, expired);
    await channel.handle(aMessage(expired));
    await channel.comeBack();
    expect([admit.mock.calls.length, channel.queue.sent.length, channel.effects]).toEqual([1, 1, []]);
    const { state, attempts } = (await channel.delivery()) ?? {};
    expect([state, attempts?.[0]?.reason]).toEqual(['suppressed', `expired at ${at(60)}`]);
  });

  it('is not sent twice by the sweeper while it waits for its turn in the queue', async () => {
    const channel = aChannel(turnAfter(12));
    const { ledger, queue, clock, log } = channel;
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aDeferral(1), {
      ...aParking(1_000),
      message: aSealed(onlyFor(aMessage(notification), key.target)),
    });
    const sweeping = { parked: ledger, queues: { email: queue }, keys: memorySealKeys(), clock, log };
    clock.set(at(1_000));
    const swept = [];
    for (let round = 0; round < 14; round++) {
      swept.push(await sweep(sweeping, { remainingMs: () => 55_000 }));
      await channel.comeBack();
    }
    expect(swept.filter((count) => count > 0)).toEqual([1]);
    expect([channel.effects, (await channel.delivery())?.state]).toEqual([['ep_1'], 'delivered']);
  });
});

/** A message for the target after this many hops. */
const afterHops = (hops: number): QueueMessage =>
  Array.from({ length: hops }).reduce<QueueMessage>(hopped, onlyFor(aMessage(notification), key.target));

describe('a delivery after seven hops, whose turn is in a minute', () => {
  const turnInAMinute = () => deferred('rate limit', 60, 'slot 7');
  const noTime = 5_000;

  const leased = async ({ ledger }: ChannelFixture) => ledger.claim(key, aClaim());
  const nothing = async () => undefined;
  it.each([
    ['the function has no time left', nothing, noTime],
    ['another worker has claimed it', leased, 60_000],
  ])('is sent once more with its turn when %s', async (_, meanwhile, remainingMs) => {
    const channel = aChannel(turnInAMinute);
    await meanwhile(channel);
    expect(await channel.handle(afterHops(7), remainingMs)).toEqual({ batchItemFailures: [] });
    expect(channel.queue.sent.map(({ message }) => message.attributes.carillonturn?.StringValue)).toEqual(['slot 7']);
  });

  it('returns to SQS, with its turn, after it was sent once more', async () => {
    const channel = aChannel(turnInAMinute);
    const { batchItemFailures } = await channel.handle(afterHops(8), noTime);
    expect([batchItemFailures.length, channel.queue.sent]).toEqual([1, []]);
  });

  it('is parked in the ledger otherwise', async () => {
    const channel = aChannel(turnInAMinute);
    await channel.handle(afterHops(8));
    expect([(await channel.delivery())?.dueAt, channel.queue.sent]).toEqual([at(60), []]);
  });
});
