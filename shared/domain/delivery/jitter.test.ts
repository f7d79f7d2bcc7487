import fc from 'fast-check';
import { ulid } from 'ulid';
import { jitter } from './jitter';

it('is the same for the same text, and below what was given', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 3_600 }), (text, below) => {
      expect(jitter(text, below)).toBe(jitter(text, below));
      expect(jitter(text, below)).toBeGreaterThanOrEqual(0);
      expect(jitter(text, below)).toBeLessThan(below);
    }),
  );
});

it('distributes ids evenly', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let n = 0; n < 1_000; n++) {
    const bucket = Math.floor(jitter(ulid(), 10));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(50);
});
