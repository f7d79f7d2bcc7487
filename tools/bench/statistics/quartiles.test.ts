import { quartiles, ratio } from './quartiles';

describe('quartiles', () => {
  it('interpolate between the nearest samples, in any order', () => {
    expect(quartiles([4, 1, 3, 2])).toEqual({ q1: 1.75, median: 2.5, q3: 3.25 });
    expect(quartiles([7])).toEqual({ q1: 7, median: 7, q3: 7 });
  });
});

describe('a ratio', () => {
  it('is that of the medians where the interquartile ranges are apart', () => {
    expect(ratio([10, 11, 12], [20, 22, 24])).toBe(0.5);
  });

  it('is refused where they overlap: the difference may be noise', () => {
    expect(ratio([10, 20, 30], [15, 22, 40])).toBeUndefined();
  });

  it('is refused where one of them is wider than the difference of the medians', () => {
    expect(ratio([10, 11, 12], [13, 14, 30])).toBeUndefined();
  });

  it('is refused where a subject has no samples', () => {
    expect(ratio([], [1, 2, 3])).toBeUndefined();
  });
});
