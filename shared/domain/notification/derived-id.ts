import { sha256Digest } from '../kit/text/sha256-digest';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID_BITS = 128n;
const ID_LENGTH = 26;

/**
 * The id of a notification that has an idempotency key: two publishes of one key carry one id, and the claims make one
 * delivery of them, without a store on the producer's side.
 *
 * In any language: the first 128 bits of SHA-256 over `<tenant>`, a NUL and `<idempotencykey>` in UTF-8, as a number in
 * Crockford's base 32, 26 digits. It has the form of a ULID, but its first ten digits are no time.
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
