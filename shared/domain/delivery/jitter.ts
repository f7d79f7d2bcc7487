/**
 * A number from 0 to, but not including, `below`, the same for the same text: those who wait for one moment come back
 * one after the other, without a source of chance.
 */
export function spread(text: string, below: number): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (hash * 31 + text.charCodeAt(index)) % MODULUS;
  return (hash / MODULUS) * below;
}

/** The largest prime below 2^31. */
const MODULUS = 2_147_483_647;
