import { createHmac } from 'node:crypto';
import { readJson } from '../kit/json/json';
import { isValid } from '../notification/attribute-rules';
import { readTarget } from '../notification/recipients';
import { type DataKey, type KeyById, open, SEAL_NONCE_BYTES, seal } from '../sealing/seal';

/** What a link in a mail lets whoever has it do: end mails of one category, of one tenant, to one address. */
export interface Subscription {
  readonly tenant: string;
  /** 1 to 64 of `a–z 0–9 - _`. Never `transactional`. */
  readonly category: string;
  /** In lower case. */
  readonly address: string;
}

/** Of the token's layout; the seal inside has a version of its own for the algorithm. */
const VERSION = 1;
const ASSOCIATED_DATA = 'carillon unsubscribe token';
const NONCE_LABEL = 'carillon unsubscribe nonce';
/** A tenant and category of 64, an address of 254, in JSON and base64. Longer ones are not ours and are not decoded. */
const MAX_TOKEN_CHARACTERS = 700;

/** The routes of the function `unsubscribe`, and what links in mails lead to. */
export const UNSUBSCRIBE_PATH = '/unsubscribe';

/** @param base https address of the function's API, without a final slash */
export const unsubscribeUrl = (base: string, token: string): string => `${base}${UNSUBSCRIBE_PATH}/${token}`;

/**
 * A token of letters, digits, `-` and `_`, at most 700 characters, that shows nothing of what it is about.
 *
 * The nonce is derived from what is sealed, so that a mail is the same in every attempt, and one subscription has one
 * token for each data key. Two texts never share a nonce but by a collision of 96 bits of HMAC: one in 2³² for 2³²
 * subscriptions.
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
 * What a token is about; undefined for everything that was not sealed with a key that `keyOf` knows. Asks for one key at
 * most, by a number that whoever sends the token chooses. Never throws on a token.
 *
 * What was sealed is judged by the rules of notifications all the same, because it becomes a key of the directory: a
 * tenant of `*`, or one with a `#`, would be a scope of its own.
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

/** Only the one spelling that encoding gives: otherwise one token would be many. */
function decode(token: string): Uint8Array | undefined {
  if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.toString('base64url') === token ? bytes : undefined;
}
