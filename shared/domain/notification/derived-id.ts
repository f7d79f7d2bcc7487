import { sha256Digest } from '../kit/text/sha256-digest';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID_BITS = 128n;
const ID_LENGTH = 26;

/**
 * The id of a notification with an idempotency key: two publishes with one key have one id, so the claims deliver once,
 * and the producer needs no store. In any language: the first 128 bits of SHA-256 over `<tenant>`, a NUL and
 * `<idempotencykey>` in UTF-8, as a number in Crockford's base 32, 26 digits. It looks like a ULID, but its first ten
 * digits are not a time.
 */
export function derivedId(tenant: string, idempotencyKey: string): string {
  const digest = sha256Digest(`${tenant}\0${idempotencyKey}`).toString('hex');
  return base32(BigInt(`0x${digest}`) >> (256n - ID_BITS));
}

function base32(value: bigint): string {
  let digits = '';
  for (let rest = value; digits.length < ID_LENGTH; rest >>= 5n) digits = CROCKFORD[Number(rest & 31n)] + digits;
  return digits;
}
