import { mostWithin, simulatePacing } from './testing/simulate-pacing';

const atOnce = (count: number): number[] => Array(count).fill(0);
const steadily = (count: number, perSecond: number): number[] =>
  Array.from({ length: count }, (_, n) => Math.floor(n / perSecond));

describe('deliveries to an endpoint with a rate, through a queue that is always 65 s behind', () => {
  it.each([
    ['at once', atOnce(3_000), 1],
    ['at once, for three functions', atOnce(3_000), 3],
    ['at three times the rate', steadily(3_000, 30), 1],
  ])('are all made at the rate, and no turn is lost: 3,000 %s', async (_, publishedAt, functions) => {
    const { posts, turns, failed } = await simulatePacing({
      ratePerSecond: 10,
      publishedAt,
      functions,
      lagSeconds: 65,
    });
    expect([posts.length, turns, failed]).toEqual([3_000, 3_000, 0]);
    expect(mostWithin(10, posts)).toBeLessThanOrEqual(100);
    // 300 s of the rate; published and deferred, each comes 65 s late.
    expect(posts.at(-1)).toBeLessThanOrEqual(300 + 2 * 65);
  });

  it('are handed out twice each: once to be given a turn, and once to be made', async () => {
    const { receives } = await simulatePacing({ ratePerSecond: 10, publishedAt: atOnce(3_000), lagSeconds: 65 });
    expect(receives).toBeLessThanOrEqual(2 * 3_000);
  });
});

describe('deliveries to an endpoint with a rate, after an hour in which no function ran', () => {
  const outage = [60, 3_660] as const;

  it.each([
    ['that had their turns before', atOnce(7_200)],
    ['while as many as the rate are published all the time', steadily(10_000, 2)],
  ])('are all made, at twice the rate at most, and no turn is lost: those %s', async (_, publishedAt) => {
    const all = await simulatePacing({ ratePerSecond: 2, publishedAt, outage, functions: 3 });
    expect([all.posts.length, all.turns, all.failed]).toEqual([publishedAt.length, publishedAt.length, 0]);
    expect(mostWithin(60, all.posts)).toBeLessThanOrEqual(2 * 2 * 60);
    // No large burst: four seconds' worth of deliveries on time, and two of late ones.
    expect(mostWithin(1, all.posts)).toBeLessThanOrEqual(6 * 2);
    // The time at the rate, the outage, and at most as long again until the last late delivery has tried.
    expect(all.posts.at(-1)).toBeLessThan(3 * 3_660);
  });

  it('try again a few times each, for the wait grows with their lateness', async () => {
    const { receives } = await simulatePacing({ ratePerSecond: 2, publishedAt: atOnce(7_200), outage, functions: 3 });
    expect(receives).toBeLessThan(5 * 7_200);
  });
});

describe('deliveries to an endpoint with a rate below one a second', () => {
  it('are made in their turns, though they were parked and the queue is 65 s behind', async () => {
    const simulation = { ratePerSecond: 1 / 60, publishedAt: atOnce(300), lagSeconds: 65 };
    const { posts, turns, failed } = await simulatePacing(simulation);
    expect([posts.length, turns, failed]).toEqual([300, 300, 0]);
    expect(mostWithin(600, posts)).toBeLessThanOrEqual(10 + 1);
    expect(posts.at(-1)).toBeLessThan(300 * 60 + 3_600);
  });

  it('are made after a day in which no function ran', async () => {
    const simulation = { ratePerSecond: 1 / 3_600, publishedAt: atOnce(60), outage: [7_200, 86_400] as const };
    const { posts, turns, failed } = await simulatePacing(simulation);
    expect([posts.length, turns, failed]).toEqual([60, 60, 0]);
    expect(mostWithin(6 * 3_600, posts)).toBeLessThanOrEqual(2 * 6 + 1);
  });

  it('come back from the ledger in time for their turn where the queue is not behind', async () => {
    const { posts } = await simulatePacing({ ratePerSecond: 1 / 1_000, publishedAt: atOnce(50) });
    expect(posts.map((second, n) => second - n * 1_000).filter((late) => late > 0)).toEqual([]);
  });
});
