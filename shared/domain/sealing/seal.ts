import { createCipheriv, createDecipheriv } from 'node:crypto';

export const SEAL_KEY_BYTES = 32;
/**
 * A fresh nonce for every text: two texts under one key and nonce reveal each other. Random ones suffice for 2³² texts
 * per key.
 */
export const SEAL_NONCE_BYTES = 12;

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;
// Stryker disable next-line ObjectLiteral: 16 is what Node takes by itself; nobody should have to know that
const GCM = { authTagLength: TAG_BYTES };
/** Version, the first byte of a seal, so that the algorithm can change. */
const VERSION = 1;
const KEY_NUMBER_OFFSET = 1;
const NONCE_OFFSET = 5;
const HEAD_BYTES = NONCE_OFFSET + SEAL_NONCE_BYTES;
const MAX_KEY_NUMBER = 2 ** 32 - 1;

/** One of the numbered keys of a purpose: `shared/ports/data-keys.ts`. */
export interface DataKey {
  /** `1`, `2`, … up to 4294967295. Not secret: it is part of the seal. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Returns the key with this id. */
export type KeyById = (id: string) => Promise<DataKey | undefined>;

export interface SealInput {
  readonly key: DataKey;
  /** 12 bytes from a cryptographic random source. */
  readonly nonce: Uint8Array;
  readonly plaintext: Uint8Array;
  /** Context, such as tenant and id: the seal opens only with the same. Authenticated, neither secret nor stored. */
  readonly associatedData: string;
}

export interface OpenInput {
  readonly sealed: Uint8Array;
  readonly associatedData: string;
}

/**
 * Authenticated encryption: version, key number, nonce, ciphertext, tag. 33 bytes longer than the plaintext.
 *
 * @throws RangeError for a key or nonce of the wrong length, or an id that is no number: a caller's bug
 * @see NIST SP 800-38D, section 8.3
 */
export function seal({ key, nonce, plaintext, associatedData }: SealInput): Uint8Array {
  assertKey(key);
  assertLength('nonce', nonce, SEAL_NONCE_BYTES);
  const prefix = Buffer.alloc(NONCE_OFFSET, VERSION);
  prefix.writeUInt32BE(Number(key.id), KEY_NUMBER_OFFSET);
  const cipher = createCipheriv(ALGORITHM, key.key, nonce, GCM);
  cipher.setAAD(authenticated(prefix, associatedData));
  const ciphertext = [cipher.update(plaintext), cipher.final()];
  return Buffer.concat([prefix, nonce, ...ciphertext, cipher.getAuthTag()]);
}

/**
 * The plaintext; `undefined` unless it was sealed for this associated data with a key that `keyOf` knows. The key
 * number is read before it is authenticated: an attacker can choose it.
 */
export async function open({ sealed, associatedData }: OpenInput, keyOf: KeyById): Promise<Uint8Array | undefined> {
  const id = keyIdOf(sealed);
  const key = id === undefined ? undefined : await keyOf(id);
  return key && openWith(key, { sealed, associatedData });
}

/** The key id in the seal; undefined if it does not have the form of a seal. */
export const keyIdOf = (sealed: Uint8Array): string | undefined =>
  sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== VERSION
    ? undefined
    : String(Buffer.from(sealed).readUInt32BE(KEY_NUMBER_OFFSET));

function openWith(key: DataKey, { sealed, associatedData }: OpenInput): Uint8Array | undefined {
  assertKey(key);
  const decipher = createDecipheriv(ALGORITHM, key.key, sealed.subarray(NONCE_OFFSET, HEAD_BYTES), GCM);
  decipher.setAAD(authenticated(sealed.subarray(0, NONCE_OFFSET), associatedData));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plaintext = decipher.update(sealed.subarray(HEAD_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    // Sealed otherwise.
  }
  return undefined;
}

const authenticated = (prefix: Uint8Array, associatedData: string): Uint8Array =>
  Buffer.concat([prefix, Buffer.from(associatedData)]);

function assertKey({ id, key }: DataKey): void {
  assertLength('key', key, SEAL_KEY_BYTES);
  const isNumber = /^[1-9]\d*$/.test(id) && Number(id) <= MAX_KEY_NUMBER;
  if (!isNumber) throw new RangeError(`the key has the id '${id}', expected a number from 1 to ${MAX_KEY_NUMBER}`);
}

function assertLength(what: string, { length }: Uint8Array, expected: number): void {
  if (length !== expected) throw new RangeError(`the ${what} has ${length} bytes, expected ${expected}`);
}
