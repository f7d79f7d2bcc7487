import { createHash } from 'node:crypto';

/** Deterministic random number in [0, 1) for a seed and a purpose. */
export function seeded(seed: number, ...about: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...about].join(' '))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
