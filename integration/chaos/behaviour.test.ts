import { behaviourOf } from './behaviour';

const NOTIFICATIONS = Array.from({ length: 4_000 }, (_, n) => n);
const behaviours = (seed: number) => NOTIFICATIONS.map((n) => behaviourOf(seed, n, 1));

describe('behaviourOf', () => {
  it('is deterministic: equal for equal seeds, different for different ones', () => {
    expect(behaviours(1)).toEqual(behaviours(1));
    expect(behaviours(1)).not.toEqual(behaviours(2));
  });

  it('fails a fifth of the posts, and shows every other behaviour sometimes', () => {
    const share = (name: string) => behaviours(1).filter((one) => one === name).length / NOTIFICATIONS.length;
    expect(share('error')).toBeCloseTo(0.2, 1);
    expect(Math.min(...['reset', 'stall', 'late'].map(share))).toBeGreaterThan(0);
    expect(share('accept')).toBeGreaterThan(0.6);
  });
});
