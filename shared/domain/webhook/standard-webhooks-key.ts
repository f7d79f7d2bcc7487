import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Fault } from '../kit/errors/coded-error';

/** A secret that is ready to sign: content in, one versioned signature such as `v1,K5oZ…` out. */
export type Signer = (content: string) => string;

/** An ed25519 key that signs (`v1a`); with its public half, `whpk_`, receivers verify and cannot sign. */
export const SIGNING_KEY_PREFIX = 'whsk_';
export const PUBLIC_KEY_PREFIX = 'whpk_';
const SEED_BYTES = 32;
/** The seed and the public key after it, as libsodium and Svix spell a private key. */
const KEY_BYTES = 64;

/** What comes before a seed in PKCS #8, RFC 8410: the only form in which Node takes one. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Spells 32 random bytes, which are the caller's from a cryptographic source, as a signing key. */
export const formatSigningKey = (seed: Uint8Array): string =>
  SIGNING_KEY_PREFIX + Buffer.concat([seed, publicBytes(seed)]).toString('base64');

/** What receivers verify with: `whpk_…` of a signing key, nothing of a symmetric secret. */
export const publicKeyOf = (secret: string): string | undefined =>
  secret.startsWith(SIGNING_KEY_PREFIX)
    ? PUBLIC_KEY_PREFIX + decode(secret).subarray(SEED_BYTES).toString('base64')
    : undefined;

/** Of a key that `checkSigningKey` accepts. */
export const prepareSigningKey = (key: string): Signer => {
  const privateKey = importSeed(decode(key).subarray(0, SEED_BYTES));
  return (content) => `v1a,${sign(null, Buffer.from(content), privateKey).toString('base64')}`;
};

/** What is wrong with a signing key; messages never repeat it. */
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
