import { createHash } from 'node:crypto';

/** A number from 0 to below 1 that depends on nothing but the seed and what it is for. */
export function seeded(seed: number, ...about: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...about].join(' '))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
