import { BRING_BACK_SECONDS } from '../domain/delivery/retry-schedule';
import { memoryChannelQueue } from '../memory/memory-channel-queue';
import { memoryLedger } from '../memory/memory-ledger';
import type { QueueMessage } from '../ports/channel-queue';
import { aClaim, aKey, aParking, aSettlement, at } from '../testing/ledger/ledger-fixtures';
import { recordingLogger } from '../testing/recording-logger';
import { TestClock } from '../testing/test-clock';
import { forNextAttempt } from './message';
import { sweep } from './sweep';

const enoughTime = { remainingMs: () => 55_000 };

/** A ledger with a delivery parked for each of these channels and moments, and a sweeper over it. */
async function sweeper(...parked: readonly (readonly [channel: string, dueSeconds: number])[]) {
  const ledger = memoryLedger();
  const keys = parked.map(([channel]) => aKey({ channel }));
  for (const [index, key] of keys.entries()) {
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'retrying'), aParking(parked[index]?.[1] ?? 0));
  }
  const clock = new TestClock();
  const queues = { email: memoryChannelQueue(), webhook: memoryChannelQueue() };
  const log = recordingLogger();
  const dependencies = { parked: ledger, queues, clock, log };
  const run = (overrides = {}, time = enoughTime) => sweep({ ...dependencies, ...overrides }, time);
  const atSecond = (seconds: number) => clock.set(new Date(at(seconds)));
  return { ...dependencies, ledger, keys, run, atSecond };
}

describe('sweep', () => {
  it('sends what is due to the queue of its channel, and nothing else', async () => {
    const { run, queues, atSecond } = await sweeper(['email', 1_000], ['webhook', 1_000], ['webhook', 1_001]);
    atSecond(1_000);
    expect(await run()).toBe(2);
    const sent = { message: forNextAttempt(aParking(0).message, 2), delaySeconds: 0 };
    expect([queues.email.sent, queues.webhook.sent]).toEqual([[sent], [sent]]);
  });

  it('does not send again what it sent, unless nobody claims it within six hours', async () => {
    const { run, queues, atSecond } = await sweeper(['email', 1_000]);
    atSecond(1_000);
    expect([await run(), await run()]).toEqual([1, 0]);
    atSecond(1_000 + BRING_BACK_SECONDS - 1);
    expect(await run()).toBe(0);
    atSecond(1_000 + BRING_BACK_SECONDS);
    expect(await run()).toBe(1);
    expect(queues.email.sent).toHaveLength(2);
  });

  it('sends no more what was settled', async () => {
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

  it('loses nothing when a queue refuses, and does not keep the others', async () => {
    const { run, queues, atSecond, log } = await sweeper(['email', 1_000], ['webhook', 1_000]);
    atSecond(1_000);
    const full = { send: (_: readonly QueueMessage[]) => Promise.reject(new Error('full')) };
    expect(await run({ queues: { ...queues, email: full } })).toBe(1);
    expect(log.lines).toMatchObject([{ event: 'sweep_failed', fields: { channel: 'email', error: 'Error: full' } }]);
    expect(await run()).toBe(1);
    expect(queues.email.sent).toHaveLength(1);
  });

  it('repeats a message, and loses none, when it could not be postponed', async () => {
    const { run, queues, ledger, atSecond } = await sweeper(['email', 1_000]);
    atSecond(1_000);
    await run({ parked: { ...ledger, postpone: () => Promise.reject(new Error('throttled')) } });
    await run();
    expect(queues.email.sent).toHaveLength(2);
  });

  it('leaves alone, and names, what waits for a channel that is gone', async () => {
    const { run, log, atSecond } = await sweeper(['sms', 1_000]);
    atSecond(1_000);
    expect(await run()).toBe(0);
    expect(log.lines).toMatchObject([{ fields: { channel: 'sms', error: 'Error: no such channel is deployed' } }]);
  });

  it('goes on with the other shards when one cannot be read', async () => {
    const { run, ledger, log, atSecond } = await sweeper(
      ...Array.from({ length: 64 }, () => ['email', 1_000] as const),
    );
    atSecond(1_000);
    const due = (shard: number, now: string) => {
      if (shard === 0) throw new Error('throttled');
      return ledger.due(shard, now);
    };
    expect(await run({ parked: { ...ledger, due } })).toBeGreaterThan(0);
    expect(log.lines).toMatchObject([{ event: 'sweep_failed', fields: { shard: 0 } }]);
  });

  it('stops after a page when its time is almost up', async () => {
    const { run, ledger, keys, atSecond } = await sweeper(['email', 1_000], ['email', 1_000]);
    atSecond(1_000);
    const pages = async function* (shard: number) {
      if (shard === 0) for (const key of keys) yield [{ key, ...aParking(1_000), attempted: 1 }];
    };
    expect(await run({ parked: { ...ledger, due: pages } }, { remainingMs: () => 9_999 })).toBe(1);
  });
});
