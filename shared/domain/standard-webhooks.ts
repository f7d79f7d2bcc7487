import { createHmac, createSecretKey } from 'node:crypto';
import { CodedError, type Fault } from './coded-error';

/** How a symmetric secret is told from `whsk_`, an ed25519 key. */
export const SECRET_PREFIX = 'whsec_';
/** The specification asks for 192 to 512 bits. */
export const MIN_SECRET_BYTES = 24;
export const MAX_SECRET_BYTES = 64;

/**
 * A secret that is ready to sign: content in, one versioned signature such as `v1,K5oZ…` out.
 * Prepare it once per secret. An asymmetric key (`v1a`) is another function of this type.
 */
export type Signer = (content: string) => string;

export interface SignInput {
  /** The same for every attempt; receivers deduplicate by it. 1–128 of `A–Z a–z 0–9 _ -`. */
  readonly id: string;
  /** Unix time of this attempt, whole seconds. Receivers refuse one that is more than five minutes off. */
  readonly timestampSeconds: number;
  /** Exactly what is sent. A string is signed and sent as UTF-8. */
  readonly body: string;
  /** The current secret first; during a rotation also the old one. At least one. */
  readonly secrets: readonly Signer[];
}

export type SignatureHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

/**
 * Signs one attempt. Several signatures are separated by a space.
 *
 * @throws CodedError `webhook.signature.invalid` with every fault: an id that could forge another content, a timestamp
 * that is not whole seconds, no secret
 * @see Standard Webhooks 1.0.0, "Signature scheme" and "Webhook headers"
 */
export const sign = (input: SignInput): SignatureHeaders => {
  assertSignable(input);
  const { id, timestampSeconds, body, secrets } = input;
  const content = `${id}.${timestampSeconds}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map((signer) => signer(content)).join(' '),
  };
};

/**
 * Prepares a secret, `whsec_` and standard base64 of 24–64 bytes.
 *
 * @throws CodedError `webhook.secret.invalid` with the faults that `checkSecret` finds
 */
export const prepareSecret = (secret: string): Signer => {
  const faults = checkSecret(secret);
  if (faults.length > 0) throw invalid('webhook.secret.invalid', 'a secret that formatSecret made', faults);
  const key = createSecretKey(decode(secret));
  return (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
};

/** What is wrong with a secret; messages never repeat it. */
export const checkSecret = (secret: string): Fault[] => {
  const bytes = decode(secret);
  // Node skips what is not base64, and verifiers do not: only the canonical spelling means the same to both.
  return SECRET_PREFIX + bytes.toString('base64') === secret ? checkLength(bytes) : [malformedSecret];
};

/**
 * Spells random bytes as a secret; the bytes are the caller's, from a cryptographic source.
 *
 * @throws CodedError `webhook.secret.invalid` unless there are 24–64
 */
export const formatSecret = (bytes: Uint8Array): string => {
  const faults = checkLength(bytes);
  if (faults.length > 0) throw invalid('webhook.secret.invalid', '32 random bytes', faults);
  return SECRET_PREFIX + Buffer.from(bytes).toString('base64');
};

const decode = (secret: string): Buffer => Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');

const malformedSecret: Fault = {
  code: 'webhook.secret.malformed',
  path: '',
  message: `the secret is not '${SECRET_PREFIX}' followed by padded standard base64; take one that formatSecret made`,
};

const checkLength = ({ length }: Uint8Array): Fault[] => {
  if (length >= MIN_SECRET_BYTES && length <= MAX_SECRET_BYTES) return [];
  const message = `the secret has ${length} bytes, allowed are ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES}; take 32`;
  return [{ code: 'webhook.secret.length', path: '', message }];
};

const ID = /^[\w-]{1,128}$/;

const assertSignable = ({ id, timestampSeconds, secrets }: SignInput): void => {
  const faults: Fault[] = [];
  // A full stop would let one id and body sign for another pair.
  if (!ID.test(id)) faults.push(fault('id', `${JSON.stringify(id.slice(0, 128))} is not 1–128 of A–Z a–z 0–9 _ -`));
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0) {
    faults.push(fault('timestampSeconds', `${timestampSeconds} is not whole Unix seconds`));
  }
  if (secrets.length === 0) faults.push(fault('secrets', 'there is no secret, needed is at least one'));
  if (faults.length > 0) throw invalid('webhook.signature.invalid', 'what the faults list', faults);
};

const fault = (field: string, message: string): Fault => ({
  code: 'webhook.signature.invalid',
  path: `/${field}`,
  message,
});

const invalid = (code: string, allowed: string, faults: readonly Fault[]): CodedError =>
  new CodedError(code, faults.map(({ message }) => message).join('; '), `give ${allowed}`, faults);
