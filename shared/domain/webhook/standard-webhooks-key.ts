import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Fault } from '../kit/errors/coded-error';

/** A prepared secret: takes the content, returns one versioned signature such as `v1,K5oZ…`. */
export type Signer = (content: string) => string;

/** An ed25519 signing key (`v1a`). Receivers verify with its public half, `whpk_`, and cannot sign. */
export const SIGNING_KEY_PREFIX = 'whsk_';
export const PUBLIC_KEY_PREFIX = 'whpk_';
const SEED_BYTES = 32;
/** The seed followed by the public key, as libsodium and Svix encode a private key. */
const KEY_BYTES = 64;

/** PKCS #8 prefix of a seed (RFC 8410): the only form that Node imports. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Formats 32 random bytes, from the caller's cryptographic source, as a signing key. */
export const formatSigningKey = (seed: Uint8Array): string =>
  SIGNING_KEY_PREFIX + Buffer.concat([seed, publicBytes(seed)]).toString('base64');

/** The `whpk_…` of a signing key, for receivers; undefined for a symmetric secret. */
export const publicKeyOf = (secret: string): string | undefined =>
  secret.startsWith(SIGNING_KEY_PREFIX)
    ? PUBLIC_KEY_PREFIX + decode(secret).subarray(SEED_BYTES).toString('base64')
    : undefined;

/** Prepares a key that `checkSigningKey` accepts. */
export const prepareSigningKey = (key: string): Signer => {
  const privateKey = importSeed(decode(key).subarray(0, SEED_BYTES));
  return (content) => `v1a,${sign(null, Buffer.from(content), privateKey).toString('base64')}`;
};

/** Faults of a signing key; messages never contain it. */
export const checkSigningKey = (key: string): Fault[] => {
  const bytes = decode(key);
  const isCanonical = SIGNING_KEY_PREFIX + bytes.toString('base64') === key;
  if (!isCanonical || bytes.length !== KEY_BYTES) return [malformed];
  return publicBytes(bytes.subarray(0, SEED_BYTES)).equals(bytes.subarray(SEED_BYTES)) ? [] : [mismatched];
};

const decode = (key: string): Buffer => Buffer.from(key.slice(SIGNING_KEY_PREFIX.length), 'base64');

const importSeed = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });

const publicBytes = (seed: Uint8Array): Buffer =>
  createPublicKey(importSeed(seed)).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);

const malformed: Fault = {
  code: 'webhook.secret.malformed',
  path: '',
  message: `the signing key is not '${SIGNING_KEY_PREFIX}' followed by padded standard base64 of 64 bytes, the seed and the public key`,
};

const mismatched: Fault = {
  code: 'webhook.secret.key_mismatch',
  path: '',
  message:
    'the second half of the signing key is not the public key of the first; give it as it was made, seed and public key',
};
