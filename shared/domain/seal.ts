import { createCipheriv, createDecipheriv } from 'node:crypto';

export const SEAL_KEY_BYTES = 32;
/** Drawn anew for every text: two texts under one key and nonce give each other away. Random ones suffice for 2³² texts a key. */
export const SEAL_NONCE_BYTES = 12;

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;
// Stryker disable next-line ObjectLiteral: 16 is what Node takes by itself; nobody should have to know that
const GCM = { authTagLength: TAG_BYTES };
/** First byte of what is sealed, so that another algorithm can be told from this one. */
const VERSION = 1;
const HEAD_BYTES = 1 + SEAL_NONCE_BYTES;

export interface SealInput {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes, from a cryptographic source. */
  readonly nonce: Uint8Array;
  readonly plaintext: Uint8Array;
  /** What it belongs to, such as tenant and id: it opens nowhere else. Not secret, and not part of what is sealed. */
  readonly associatedData: string;
}

export interface OpenInput {
  readonly key: Uint8Array;
  readonly sealed: Uint8Array;
  readonly associatedData: string;
}

/**
 * Encrypts and authenticates: version, nonce, ciphertext, tag. 29 bytes longer than the plaintext.
 *
 * @throws RangeError for a key or nonce of another length, which is a mistake of the caller's
 * @see NIST SP 800-38D, section 8.3
 */
export function seal({ key, nonce, plaintext, associatedData }: SealInput): Uint8Array {
  assertLength('key', key, SEAL_KEY_BYTES);
  assertLength('nonce', nonce, SEAL_NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, GCM);
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = [cipher.update(plaintext), cipher.final()];
  return Buffer.concat([Buffer.of(VERSION), nonce, ...ciphertext, cipher.getAuthTag()]);
}

/** The plaintext; `undefined` for everything that was not sealed with this key for this associated data. */
export function open({ key, sealed, associatedData }: OpenInput): Uint8Array | undefined {
  assertLength('key', key, SEAL_KEY_BYTES);
  if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== VERSION) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, HEAD_BYTES), GCM);
  decipher.setAAD(Buffer.from(associatedData));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plaintext = decipher.update(sealed.subarray(HEAD_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    // Sealed otherwise.
  }
  return undefined;
}

function assertLength(what: string, { length }: Uint8Array, expected: number): void {
  if (length !== expected) throw new RangeError(`the ${what} has ${length} bytes, expected ${expected}`);
}
