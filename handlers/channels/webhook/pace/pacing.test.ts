import { type Deferred, deferred, type Failed, failed } from '../../../../shared/domain/delivery/outcome';
import { MAX_DEFERRAL_SECONDS, MAX_TURN_AHEAD_SECONDS } from '../../../../shared/domain/delivery/retry-schedule';
import { memoryRateSlots } from '../../../../shared/memory/memory-rate-slots';
import type { RateSlots } from '../../../../shared/ports/rate-slots';
import { anEndpoint } from '../../../../shared/testing/factories';
import { TestClock } from '../../../../shared/testing/test-clock';
import { pacing } from './pacing';

function pace(ratePerSecond?: number) {
  const clock = new TestClock();
  /** By line: number of requested slots in each write. */
  const [taken, late]: [number[], number[]] = [[], []];
  const memory = memoryRateSlots();
  const slots: RateSlots = {
    take: (key, request) => {
      (key.endsWith('#late') ? late : taken).push(request.count);
      return memory.take(key, request);
    },
  };
  const endpoint = anEndpoint(ratePerSecond === undefined ? {} : { ratePerSecond });
  const ask = pacing({ slots, clock });
  const next = (turn?: string) => ask(endpoint, turn);
  const together = (count: number) => Promise.all(Array.from({ length: count }, () => next()));
  const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
  return { clock, taken, late, next, together, at };
}

const reason = (rate: number) => `the endpoint takes ${rate} a second, and this one's turn is later`;
const waits = (all: readonly (Deferred | Failed | undefined)[]) =>
  all.map((each) => (each?.kind === 'failed' ? 'failed' : (each?.afterSeconds ?? 0)));

it('lets everything through without a rate, and reads no slots', async () => {
  const { together, taken } = pace();
  expect(waits(await together(50))).toEqual(Array(50).fill(0));
  expect(taken).toEqual([]);
});

it('lets a second of the rate through at once, and gives the others their turns, in one write', async () => {
  const { together, taken } = pace(4);
  expect(waits(await together(10))).toEqual([0, 0, 0, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]);
  expect(taken).toEqual([10]);
});

it('lets a delivery through that comes back at its turn, without taking another slot', async () => {
  const { clock, next, together, taken } = pace(1);
  const [, , third] = await together(3);
  const turn = new Date(clock.now().getTime() + 2_000).toISOString();
  expect(third).toEqual(deferred(reason(1), 2, turn));
  clock.advanceSeconds(2);
  expect([await next(turn), taken]).toEqual([undefined, [3]]);
});

it('lets a delivery through that is up to one second early, because SQS delays by whole seconds', async () => {
  const { clock, next } = pace(1);
  const turn = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
  expect(await next(turn(1))).toBeUndefined();
  expect(await next(turn(1.5))).toEqual(deferred(reason(1), 1.5, turn(1.5)));
});

it('gives a new turn to a delivery whose turn cannot be parsed', async () => {
  const { next, taken } = pace(1);
  expect([await next('soon'), taken]).toEqual([undefined, [1]]);
});

it('lets a delivery through that is up to three seconds late, without taking a slot', async () => {
  const { next, taken, late, at } = pace(1);
  expect([await next(at(-3)), taken, late]).toEqual([undefined, [], []]);
});

it('lets later deliveries through as far as the late line has free slots, in one write, without a new turn', async () => {
  const { next, taken, late, at } = pace(2);
  const turns = Array.from({ length: 6 }, (_, n) => at(-65 + n));
  const answers = await Promise.all(turns.map(next));
  // A burst of a second's worth, and the slots that are free within a second.
  expect(answers.map((answer) => answer === undefined)).toEqual([true, true, true, true, false, false]);
  expect([taken, late]).toEqual([[], [6]]);
});

it('leaves the others their turns, and has them try again at different times after half of their lateness or more', async () => {
  const { next, together, at } = pace(1);
  await Promise.all([1, 2].map(() => next(at(-600))));
  const turns = Array.from({ length: 20 }, (_, n) => at(-600 - n / 100));
  const answers = (await Promise.all(turns.map(next))) as Deferred[];
  const seconds = answers.map(({ afterSeconds }) => afterSeconds);
  expect(answers.map(({ turn }) => turn)).toEqual(turns.map((turn, n) => `${turn} ${at(seconds[n] ?? 0)}`));
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(300);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(601);
  expect(new Set(seconds).size).toBe(20);
  // New deliveries still get all turns of their own line.
  expect(waits(await together(2))).toEqual([0, 1]);
});

it.each([
  ['a few seconds', 5, 5, 10],
  ['three days', 3 * 86_400, 1_800 - 60, 3_600],
])('retries a delivery that is late by %s within bounds', async (_, lateSeconds, least, most) => {
  const { next, at } = pace(1);
  await Promise.all([1, 2].map(() => next(at(-lateSeconds))));
  const again = (await next(at(-lateSeconds))) as Deferred;
  expect(again.afterSeconds).toBeGreaterThanOrEqual(least);
  expect(again.afterSeconds).toBeLessThan(most);
});

it('defers a delivery until its next try, wherever it comes back from', async () => {
  const { next, late, at } = pace(1);
  const turn = `${at(-3_600)} ${at(50)}`;
  const why = 'the endpoint takes 1 a second, and others that are late as well go before this one';
  expect([await next(turn), late]).toEqual([deferred(why, 50, turn), []]);
  expect([await next(`${at(-3_600)} ${at(0)}`), late]).toEqual([undefined, [1]]);
});

it('parks a delivery that waits longer than SQS can delay until a minute before its turn', async () => {
  const { next, at } = pace(1);
  expect(await next(at(901))).toEqual(deferred(reason(1), 841, at(901)));
  expect(await next(at(900))).toEqual(deferred(reason(1), 900, at(900)));
});

it('fails a delivery whose turn would come after it is given up, with the reason', async () => {
  const { together } = pace(1 / 3_600);
  const hours = MAX_TURN_AHEAD_SECONDS / 3_600;
  const answers = await together(100);
  expect(answers.filter((answer) => answer?.kind !== 'failed')).toHaveLength(hours + 1);
  const why = `the endpoint takes ${1 / 3_600} a second, and every turn of the next ${hours} hours is taken`;
  expect(answers.at(-1)).toEqual(failed(why));
  expect(Math.max(...answers.map((answer) => (answer?.kind === 'deferred' ? answer.afterSeconds : 0)))).toBeLessThan(
    MAX_DEFERRAL_SECONDS,
  );
});

it('takes no turn for a refused delivery: after ten thousand at one an hour and a quiet day, deliveries go on', async () => {
  const { clock, together, next } = pace(1 / 3_600);
  for (let batch = 0; batch < 200; batch++) await together(50);
  const refused = await next();
  clock.advanceSeconds(86_400);
  const given = await together(25);
  expect([refused?.kind, given.filter((answer) => answer?.kind === 'deferred').length]).toEqual(['failed', 24]);
  clock.advanceSeconds(MAX_TURN_AHEAD_SECONDS + 3_600);
  expect(await next()).toBeUndefined();
});

it('throws if the slots cannot be read, so that the message comes back', async () => {
  const slots = { take: () => Promise.reject(new Error('throttled')) };
  const ask = pacing({ slots, clock: new TestClock() });
  await expect(ask(anEndpoint({ ratePerSecond: 1 }))).rejects.toThrow('throttled');
});
