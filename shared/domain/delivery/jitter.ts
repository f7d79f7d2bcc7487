/**
 * Deterministic jitter: a number from 0 to, but not including, `below`, derived from a hash of `text`. Deliveries that wait
 * for the same moment retry at different times, and a caller needs no random source.
 */
export function jitter(text: string, below: number): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (hash * 31 + text.charCodeAt(index)) % MODULUS;
  return (hash / MODULUS) * below;
}

/** The largest prime below 2^31. */
const MODULUS = 2_147_483_647;
