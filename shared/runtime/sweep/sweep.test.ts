import { PARK_SHARDS } from '../../domain/delivery/park-shard';
import { BRING_BACK_SECONDS } from '../../domain/delivery/retry-schedule';
import { memoryChannelQueue } from '../../memory/memory-channel-queue';
import { type Ledger, memoryLedger } from '../../memory/memory-ledger';
import { memorySealKeys } from '../../memory/memory-seal-keys';
import type { QueueMessage } from '../../ports/channel-queue';
import type { ParkedDeliveries, ParkedDelivery } from '../../ports/ledger';
import { aClaim, aKey, aMessageOf, aParkingOf, aSettlement, at } from '../../testing/ledger/ledger-fixtures';
import { recordingLogger } from '../../testing/recording-logger';
import { TestClock } from '../../testing/test-clock';
import { forNextAttempt } from '../message/for-attempt';
import { sealWith } from '../message/message-seal';
import { targetDigest } from '../message/target-digest';
import { SEND_AGAIN_SECONDS } from './postpone';
import { sweep } from './sweep';

const enoughTime = { remainingMs: () => 55_000 };

/** A sweeper and a ledger with one parked delivery per channel and time. */
async function sweeper(...parked: readonly (readonly [channel: string, dueSeconds: number])[]) {
  const ledger = memoryLedger();
  const keys = parked.map(([channel]) => aKey({ channel }));
  for (const [index, key] of keys.entries()) {
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'retrying'), aParkingOf(key, parked[index]?.[1] ?? 0));
  }
  const clock = new TestClock();
  const queues = { email: memoryChannelQueue(), webhook: memoryChannelQueue() };
  const log = recordingLogger();
  const dependencies = { parked: ledger, queues, keys: memorySealKeys(), clock, log };
  const run = (overrides = {}, time = enoughTime) => sweep({ ...dependencies, ...overrides }, time);
  const atSecond = (seconds: number) => clock.set(new Date(at(seconds)));
  return { ...dependencies, ledger, keys, run, atSecond };
}

const onItsShard = (shard: number) => [shard];
const allOnFirstShard = (shard: number) => (shard === 0 ? Array.from({ length: PARK_SHARDS }, (_, each) => each) : []);

const inPagesOf = (size: number, ledger: Ledger, shardsOf = onItsShard): ParkedDeliveries => ({
  ...ledger,
  due: async function* (channel, shard, now) {
    const due: ParkedDelivery[] = [];
    for (const each of shardsOf(shard)) for await (const page of ledger.due(channel, each, now)) due.push(...page);
    const inOrder = due.toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
    for (let first = 0; first < inOrder.length; first += size) yield inOrder.slice(first, first + size);
  },
});

describe('sweep', () => {
  it('sends each due message to the queue of its channel, and no other', async () => {
    const { run, queues, keys, atSecond } = await sweeper(['email', 1_000], ['webhook', 1_000], ['webhook', 1_001]);
    atSecond(1_000);
    expect(await run()).toBe(2);
    const [mail, post] = keys.map((key) => ({
      message: forNextAttempt(aMessageOf(key), 2),
      delaySeconds: 0,
    }));
    expect([queues.email.sent, queues.webhook.sent]).toEqual([[mail], [post]]);
  });

  it('does not send a message twice, unless it is not claimed within six hours', async () => {
    const { run, queues, atSecond } = await sweeper(['email', 1_000]);
    atSecond(1_000);
    expect([await run(), await run()]).toEqual([1, 0]);
    atSecond(1_000 + BRING_BACK_SECONDS - 1);
    expect(await run()).toBe(0);
    atSecond(1_000 + BRING_BACK_SECONDS);
    expect(await run()).toBe(1);
    expect(queues.email.sent).toHaveLength(2);
  });

  it('does not send the message of a settled delivery', async () => {
    const { run, ledger, keys, atSecond } = await sweeper(['email', 1_000]);
    atSecond(1_000);
    await run();
    const [key = aKey()] = keys;
    await ledger.claim(key, aClaim({ attempt: 2, seconds: 1_001 }));
    await ledger.settle(key, aSettlement(2, 'delivered', 1_001));
    atSecond(9_999);
    expect(await run()).toBe(0);
  });

  it('catches up with thousands after an outage', async () => {
    const { run, queues, atSecond } = await sweeper(...Array.from({ length: 3_000 }, () => ['email', 1_000] as const));
    atSecond(90_000);
    expect(await run()).toBe(3_000);
    expect(queues.email.sent).toHaveLength(3_000);
  });

  it('loses nothing when a queue refuses, and does not block the others', async () => {
    const { run, queues, atSecond, log } = await sweeper(['email', 1_000], ['webhook', 1_000]);
    atSecond(1_000);
    const full = { offer: () => Promise.reject(new Error('full')) };
    expect(await run({ queues: { ...queues, email: full } })).toBe(1);
    expect(log.lines).toMatchObject([{ event: 'sweep_failed', fields: { channel: 'email', error: 'Error: full' } }]);
    atSecond(1_000 + SEND_AGAIN_SECONDS);
    expect(await run()).toBe(1);
    expect(queues.email.sent).toHaveLength(1);
  });

  it('sends to the other queues while one hangs', async () => {
    const many = Array.from({ length: 500 }, () => ['webhook', 1_000] as const);
    const { run, queues, atSecond } = await sweeper(...many, ['email', 1_001]);
    atSecond(2_000);
    const hanging = { offer: () => new Promise<never>(() => undefined) };
    void run({ queues: { ...queues, webhook: hanging } });
    await new Promise(setImmediate);
    expect(queues.email.sent).toHaveLength(1);
  });

  it('tries a failing queue with one page of each shard only', async () => {
    const { run, queues, ledger, atSecond } = await sweeper(
      ...Array.from({ length: 500 }, () => ['webhook', 1_000] as const),
    );
    atSecond(2_000);
    const offer = jest.fn(() => Promise.reject(new Error('timeout')));
    expect(await run({ parked: inPagesOf(1, ledger), queues: { ...queues, webhook: { offer } } })).toBe(0);
    expect(offer).toHaveBeenCalledTimes(PARK_SHARDS);
  });

  it('postpones refused messages, so that they never block the others without limit', async () => {
    const { run, queues, ledger, keys, atSecond } = await sweeper(['email', 1_000], ['email', 1_001]);
    atSecond(2_000);
    const [poison, other] = keys;
    const offer = jest.fn().mockRejectedValueOnce(new Error('refused')).mockImplementation(queues.email.offer);
    const overrides = { parked: inPagesOf(1, ledger, allOnFirstShard), queues: { ...queues, email: { offer } } };
    expect([await run(overrides), await run(overrides)]).toEqual([0, 1]);
    const dueAt = async (key = other) => (await ledger.history(key?.notificationId ?? '')).deliveries[0]?.dueAt;
    expect([await dueAt(poison), await dueAt(other)]).toEqual([
      at(2_000 + SEND_AGAIN_SECONDS),
      at(2_000 + BRING_BACK_SECONDS),
    ]);
  });

  it('postpones for less long, and logs, the refused messages of a page, and sends the others once', async () => {
    const { run, queues, ledger, keys, log, atSecond } = await sweeper(
      ...Array.from({ length: 30 }, () => ['email', 1_000] as const),
    );
    const poisons = keys.slice(0, 12).map(({ notificationId }) => notificationId);
    const offer = async (messages: readonly QueueMessage[]) => {
      const isPoison = ({ body }: QueueMessage) => poisons.some((id) => body.includes(id));
      await queues.email.offer(messages.filter((message) => !isPoison(message)));
      return messages.map((message) => (isPoison(message) ? 'InvalidParameterValue' : undefined));
    };
    atSecond(1_000);
    await run({ parked: inPagesOf(13, ledger, allOnFirstShard), queues: { ...queues, email: { offer } } });
    const logged = log.lines.map(({ fields }) => `${fields?.notificationId}: ${fields?.error}`);
    const dueAts = await Promise.all(
      keys.map(async ({ notificationId }) => (await ledger.history(notificationId)).deliveries[0]?.dueAt),
    );
    const postponed = (seconds: number, count: number) => Array.from({ length: count }, () => at(1_000 + seconds));
    expect([queues.email.sent.length, logged.toSorted(), dueAts]).toEqual([
      18,
      poisons.map((id) => `${id}: InvalidParameterValue`).toSorted(),
      [...postponed(SEND_AGAIN_SECONDS, 12), ...postponed(BRING_BACK_SECONDS, 18)],
    ]);
  });

  it('repeats a message, and loses none, when postponing fails', async () => {
    const { run, queues, ledger, atSecond } = await sweeper(['email', 1_000]);
    atSecond(1_000);
    await run({ parked: { ...ledger, postpone: () => Promise.reject(new Error('throttled')) } });
    await run();
    expect(queues.email.sent).toHaveLength(2);
  });

  it('logs, and does not touch, deliveries of a channel that is not deployed', async () => {
    const { run, log, atSecond } = await sweeper(['sms', 1_000], ['sms', 1_000], ['email', 1_000], ['fax', 1_001]);
    atSecond(1_000);
    expect(await run()).toBe(1);
    const fields = { channel: 'sms', deliveries: 2, error: 'no such channel is deployed' };
    expect(log.lines).toEqual([{ level: 'error', event: 'sweep_failed', fields }]);
  });

  it('goes on with the other shards when one cannot be read', async () => {
    const { run, ledger, log, atSecond } = await sweeper(
      ...Array.from({ length: 64 }, () => ['email', 1_000] as const),
    );
    atSecond(1_000);
    const due = (channel: string, shard: number, now: string) => {
      if (channel === 'email' && shard === 0) throw new Error('throttled');
      return ledger.due(channel, shard, now);
    };
    expect(await run({ parked: { ...ledger, due } })).toBeGreaterThan(0);
    expect(log.lines).toMatchObject([{ event: 'sweep_failed', fields: { channel: 'email', shard: 0 } }]);
  });

  it('stops after a page when its time is almost up', async () => {
    const { run, ledger, keys, atSecond } = await sweeper(['email', 1_000], ['email', 1_000]);
    atSecond(1_000);
    const pages = async function* (channel: string, shard: number) {
      if (channel === 'email' && shard === 0)
        for (const key of keys) yield [{ key, ...aParkingOf(key, 1_000), attempted: 1 }];
    };
    expect(await run({ parked: { ...ledger, due: pages } }, { remainingMs: () => 9_999 })).toBe(1);
  });

  describe('of a page with an item that is no message of its delivery', () => {
    const foreign = (key = aKey()) => aParkingOf({ ...key, tenant: 'mallory' }, 1_000).message;

    /** Tampers with the first of two deliveries of a page. */
    async function changed(change: object) {
      const given = await sweeper(['email', 1_000], ['email', 1_000]);
      given.atSecond(1_000);
      const page = given.keys.map((key) => ({ key, ...aParkingOf(key, 1_000), attempted: 1 }));
      const [first, ...others] = page;
      const due = async function* (channel: string, shard: number) {
        if (channel === 'email' && shard === 0 && first) yield [{ ...first, ...change }, ...others];
      };
      const dueAt = async (key = aKey()) => (await given.ledger.history(key.notificationId)).deliveries[0]?.dueAt;
      return { ...given, parked: { ...given.ledger, due }, dueAts: () => Promise.all(given.keys.map(dueAt)) };
    }

    it.each([
      ['nothing', undefined, 'ledger.parked.malformed'],
      ['no JSON', { body: '{"id', attributes: {} }, 'ledger.parked.malformed'],
      ["another tenant's", foreign(), 'ledger.parked.foreign'],
    ])('removes that message, for the scan for orphans, and sends the others: %s', async (_, message, error) => {
      const { run, queues, parked, keys, log, dueAts } = await changed({ message });
      expect([await run({ parked }), queues.email.sent.length]).toEqual([1, 1]);
      expect(await dueAts()).toEqual([undefined, at(1_000 + BRING_BACK_SECONDS)]);
      const { target = '', ...about } = keys[0] ?? {};
      const fields = { ...about, target: targetDigest(target), error };
      expect(log.lines).toEqual([{ level: 'error', event: 'sweep_failed', fields }]);
    });

    it('continues when that message cannot be removed', async () => {
      const { run, queues, parked, log, dueAts } = await changed({ message: undefined });
      const unpark = () => Promise.reject(new Error('no such key'));
      expect([await run({ parked: { ...parked, unpark } }), queues.email.sent.length]).toEqual([1, 1]);
      expect(await dueAts()).toEqual([at(1_000), at(1_000 + BRING_BACK_SECONDS)]);
      expect(log.lines.map(({ fields }) => fields?.error)).toEqual(['ledger.parked.malformed', 'Error: no such key']);
    });

    it('postpones a message that it cannot verify because its data key does not open', async () => {
      const message = sealWith(aMessageOf(aKey()), 'email', { id: 'lost', key: Buffer.alloc(32) });
      const { run, queues, parked, keys, log, dueAts } = await changed({ message });
      const byId = async (id: string) => {
        if (id === 'lost') throw new Error('KMS says no');
        return memorySealKeys().byId(id);
      };
      const overrides = { parked, keys: { ...memorySealKeys(), byId } };
      expect([await run(overrides), queues.email.sent.length]).toEqual([1, 1]);
      expect(await dueAts()).toEqual([at(1_000 + SEND_AGAIN_SECONDS), at(1_000 + BRING_BACK_SECONDS)]);
      expect(log.lines).toMatchObject([
        { fields: { notificationId: keys[0]?.notificationId, error: 'Error: KMS says no' } },
      ]);
    });

    it('counts nothing if there is no other message, and does not call the queue', async () => {
      const { run, ledger, keys, queues } = await changed({});
      const due = async function* (channel: string, shard: number) {
        if (channel === 'email' && shard === 0) yield keys.map((key) => ({ key, dueAt: at(1_000) }));
      };
      const offer = jest.fn();
      const overrides = { parked: { ...ledger, due }, queues: { ...queues, email: { offer } } };
      expect([await run(overrides), offer.mock.calls]).toEqual([0, []]);
    });
  });
});
