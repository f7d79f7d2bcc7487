import { deferred } from '../../shared/domain/delivery/outcome';
import { memoryRateSlots } from '../../shared/memory/memory-rate-slots';
import type { RateSlots } from '../../shared/ports/rate-slots';
import { anEndpoint } from '../../shared/testing/factories';
import { TestClock } from '../../shared/testing/test-clock';
import { pacing } from './pacing';

function pace(ratePerSecond?: number) {
  const clock = new TestClock();
  const taken: number[] = [];
  const memory = memoryRateSlots();
  const slots: RateSlots = {
    take: (key, request) => {
      taken.push(request.count);
      return memory.take(key, request);
    },
  };
  const endpoint = anEndpoint(ratePerSecond === undefined ? {} : { ratePerSecond });
  const ask = pacing({ slots, clock });
  const next = (turn?: string) => ask(endpoint, turn);
  const together = (count: number) => Promise.all(Array.from({ length: count }, () => next()));
  return { clock, taken, next, together };
}

const reason = (rate: number) => `the endpoint takes ${rate} a second, and this one's turn is later`;
const waits = (all: readonly ({ afterSeconds: number } | undefined)[]) => all.map((each) => each?.afterSeconds ?? 0);

it('lets everything through where there is no rate, and asks nobody', async () => {
  const { together, taken } = pace();
  expect(waits(await together(50))).toEqual(Array(50).fill(0));
  expect(taken).toEqual([]);
});

it('lets a second of the rate through at once, and gives the others their turns, in one write', async () => {
  const { together, taken } = pace(4);
  expect(waits(await together(10))).toEqual([0, 0, 0, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]);
  expect(taken).toEqual([10]);
});

it('lets whoever comes back with its turn through, and takes no other for it', async () => {
  const { clock, next, together, taken } = pace(1);
  const [, , third] = await together(3);
  const turn = new Date(clock.now().getTime() + 2_000).toISOString();
  expect(third).toEqual(deferred(reason(1), 2, turn));
  clock.advanceSeconds(2);
  expect([await next(turn), taken]).toEqual([undefined, [3]]);
});

it('takes a second for none: SQS delays by whole ones', async () => {
  const { clock, next } = pace(1);
  const turn = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
  expect(await next(turn(1))).toBeUndefined();
  expect(await next(turn(1.5))).toEqual(deferred(reason(1), 1.5, turn(1.5)));
});

it('gives a new turn to whoever missed its own by a minute, or shows none that can be read', async () => {
  const { clock, next, taken } = pace(1);
  const missed = clock.now().toISOString();
  clock.advanceSeconds(60);
  await next(missed);
  await next('soon');
  expect(taken).toEqual([1, 1]);
});

it('fails where nobody can say whose turn it is: the message comes back', async () => {
  const slots = { take: () => Promise.reject(new Error('throttled')) };
  const ask = pacing({ slots, clock: new TestClock() });
  await expect(ask(anEndpoint({ ratePerSecond: 1 }))).rejects.toThrow('throttled');
});
