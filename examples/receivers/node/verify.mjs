import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** Replay protection: an attacker may have recorded an older request. */
const TOLERANCE_SECONDS = 300;
/** Limits the work per request. Carillon sends five at most. */
const MAX_SIGNATURES = 10;
const ID = /^[\w-]{1,128}$/;

/**
 * Verifies requests by Standard Webhooks, with any one of the keys: `whsec_…` for signatures `v1` (HMAC-SHA256), `whpk_…`
 * for `v1a` (ed25519). Give both while a secret is rotated.
 *
 * @returns a function of the headers, by lower-case name, and the raw bytes of the body; it returns the reason why the
 * request is invalid, or `undefined` for a valid one
 */
export function createVerifier(keys, now = Date.now) {
  const checks = keys.map(checkOf);
  if (checks.length === 0) throw new Error('there is no key to verify with');
  return (headers, body) => {
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': header = '' } = headers;
    if (!ID.test(id)) return 'webhook-id is missing or malformed';
    if (!isTimely(timestamp, now)) return 'webhook-timestamp is missing, or more than five minutes off';
    const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
    const signatures = header.split(' ').slice(0, MAX_SIGNATURES);
    const isSigned = signatures.some((signature) => checks.some((matches) => matches(signature, content)));
    return isSigned ? undefined : 'no signature matches';
  };
}

const isTimely = (timestamp, now) =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;

/** Check of one key: whether a signature, such as `v1,K5oZ…`, matches the content. */
function checkOf(key) {
  const [prefix] = key.split('_', 1);
  const bytes = Buffer.from(key.slice(prefix.length + 1), 'base64');
  if (prefix === 'whsec' && bytes.length >= 24) return ofVersion('v1', symmetric(bytes));
  if (prefix === 'whpk' && bytes.length === 32) return ofVersion('v1a', asymmetric(bytes));
  throw new Error('a key is neither whsec_ and base64 of 24 bytes or more, nor whpk_ and base64 of 32 bytes');
}

const ofVersion = (version, matches) => (signature, content) =>
  signature.startsWith(`${version},`) && matches(Buffer.from(signature.slice(version.length + 1), 'base64'), content);

/** Constant-time comparison, against timing attacks. */
const symmetric = (secret) => (signature, content) => {
  const expected = createHmac('sha256', secret).update(content).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
};

const asymmetric = (bytes) => {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
  return (signature, content) => verify(null, content, key, signature);
};
