import { createHmac } from 'node:crypto';
import { readJson } from '../kit/json/json';
import { isValid } from '../notification/attribute-rules';
import { readTarget } from '../notification/recipients';
import { type DataKey, type KeyById, open, SEAL_NONCE_BYTES, seal } from '../sealing/seal';

/** What an unsubscribe link allows its bearer to end: mails of one category, of one tenant, to one address. */
export interface Subscription {
  readonly tenant: string;
  /** 1 to 64 of `a–z 0–9 - _`. Never `transactional`. */
  readonly category: string;
  /** In lower case. */
  readonly address: string;
}

/** Version of the token's layout; the seal inside has its own version for the algorithm. */
const VERSION = 1;
const ASSOCIATED_DATA = 'carillon unsubscribe token';
const NONCE_LABEL = 'carillon unsubscribe nonce';
/**
 * Fits a tenant and category of 64 and an address of 254 characters, in JSON and base64. A longer token is not ours,
 * and is not decoded.
 */
const MAX_TOKEN_CHARACTERS = 700;

/** The route of the function `unsubscribe`, to which links in mails lead. */
export const UNSUBSCRIBE_PATH = '/unsubscribe';

/** @param base https address of the function's API, without a final slash */
export const unsubscribeUrl = (base: string, token: string): string => `${base}${UNSUBSCRIBE_PATH}/${token}`;

/**
 * An opaque token of letters, digits, `-` and `_`, at most 700 characters. Deterministic: the nonce is derived from the
 * sealed text, so that a mail is the same in every attempt, and one subscription has one token per data key. Two texts
 * share a nonce only if 96 bits of HMAC collide: a chance of one in 2³² for 2³² subscriptions.
 *
 * @param key the current data key `unsubscribe`
 * @see RFC 5297, section 1.3, for nonces that are made of the text
 */
export function sealUnsubscribeToken({ tenant, category, address }: Subscription, key: DataKey): string {
  const plaintext = Buffer.from(JSON.stringify([tenant, category, address]));
  const nonceKey = createHmac('sha256', key.key).update(NONCE_LABEL).digest();
  const nonce = createHmac('sha256', nonceKey).update(plaintext).digest().subarray(0, SEAL_NONCE_BYTES);
  const sealed = seal({ key, nonce, plaintext, associatedData: ASSOCIATED_DATA });
  return Buffer.concat([Buffer.of(VERSION), sealed]).toString('base64url');
}

/**
 * Opens a token; undefined if it was not sealed with a key that `keyOf` knows. Asks for at most one key, whose number
 * the sender of the token chooses. Never throws on a token. The sealed values are validated by the rules of
 * notifications all the same, because they become a key of the directory: a tenant of `*`, or one with a `#`, would be
 * another scope.
 */
export async function openUnsubscribeToken(token: string, keyOf: KeyById): Promise<Subscription | undefined> {
  const bytes = decode(token);
  if (bytes === undefined || bytes[0] !== VERSION) return undefined;
  const plaintext = await open({ sealed: bytes.subarray(1), associatedData: ASSOCIATED_DATA }, keyOf);
  if (plaintext === undefined) return undefined;
  return subscriptionOf(readJson(Buffer.from(plaintext).toString()));
}

function subscriptionOf(content: unknown): Subscription | undefined {
  const [tenant, category, address, ...rest] = Array.isArray(content) ? content : [];
  const isOurs = rest.length === 0 && isValid('tenant', tenant) && isCategory(category) && isTarget(address);
  return isOurs ? { tenant, category, address } : undefined;
}

const isCategory = (value: unknown): boolean => typeof value === 'string' && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(value);

const isTarget = (value: unknown): boolean => typeof value === 'string' && readTarget(value) === value;

/** Accepts only the canonical encoding: otherwise one subscription would have many tokens. */
function decode(token: string): Uint8Array | undefined {
  if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.toString('base64url') === token ? bytes : undefined;
}
