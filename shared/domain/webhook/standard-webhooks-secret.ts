import { createHmac, createSecretKey } from 'node:crypto';
import { CodedError, type Fault } from '../kit/errors/coded-error';
import { checkSigningKey, prepareSigningKey, SIGNING_KEY_PREFIX, type Signer } from './standard-webhooks-key';

/** Prefix that tells a symmetric secret (`v1`) from a signing key (`v1a`). */
export const SECRET_PREFIX = 'whsec_';
/** The specification asks for 192 to 512 bits. */
export const MIN_SECRET_BYTES = 24;
export const MAX_SECRET_BYTES = 64;

/**
 * Prepares a secret, once for many signatures: `whsec_` and standard base64 of 24–64 bytes, or `whsk_` and an ed25519 key.
 *
 * @throws CodedError `webhook.secret.invalid` with the faults that `checkSecret` finds
 */
export const prepareSecret = (secret: string): Signer => {
  const faults = checkSecret(secret);
  if (faults.length > 0)
    throw invalid(`'${SECRET_PREFIX}' and base64 of 32 bytes, or a signing key '${SIGNING_KEY_PREFIX}…'`, faults);
  if (secret.startsWith(SIGNING_KEY_PREFIX)) return prepareSigningKey(secret);
  const key = createSecretKey(decode(secret));
  return (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
};

/** Faults of a secret of either kind; messages never contain it. */
export const checkSecret = (secret: string): Fault[] => {
  if (secret.startsWith(SIGNING_KEY_PREFIX)) return checkSigningKey(secret);
  const bytes = decode(secret);
  // Only the canonical base64 is accepted: Node skips other characters, and verifiers do not.
  return SECRET_PREFIX + bytes.toString('base64') === secret ? checkLength(bytes) : [malformedSecret];
};

/**
 * Formats random bytes, from the caller's cryptographic source, as a symmetric secret.
 *
 * @throws CodedError `webhook.secret.invalid` unless there are 24–64
 */
export const formatSecret = (bytes: Uint8Array): string => {
  const faults = checkLength(bytes);
  if (faults.length > 0) throw invalid('32 random bytes', faults);
  return SECRET_PREFIX + Buffer.from(bytes).toString('base64');
};

const decode = (secret: string): Buffer => Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');

const malformedSecret: Fault = {
  code: 'webhook.secret.malformed',
  path: '',
  message: `the secret is not '${SECRET_PREFIX}' followed by padded standard base64 of ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes`,
};

const checkLength = ({ length }: Uint8Array): Fault[] => {
  if (length >= MIN_SECRET_BYTES && length <= MAX_SECRET_BYTES) return [];
  const message = `the secret has ${length} bytes, allowed are ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES}; take 32`;
  return [{ code: 'webhook.secret.length', path: '', message }];
};

const invalid = (allowed: string, faults: readonly Fault[]): CodedError =>
  new CodedError('webhook.secret.invalid', faults.map(({ message }) => message).join('; '), `give ${allowed}`, faults);
