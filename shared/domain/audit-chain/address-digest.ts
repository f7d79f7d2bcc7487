import { createHmac } from 'node:crypto';

/** Deterministic pseudonym of an address or a name: 64 hexadecimal digits. */
export type AddressDigest = (text: string) => string;

/**
 * HMAC-SHA-256: without the key, the text can neither be read nor found by brute force.
 *
 * @param key of the data key `addresses`, which does not rotate: ADR 0008
 */
export const addressDigest =
  (key: Uint8Array): AddressDigest =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');

/** RFC 2606: no mail can ever go to `.invalid`. */
const ERASED_DOMAIN = '@erased.invalid';

/** The digest of an address in lower case: mail systems do not tell mailboxes apart by case. */
export const erasedAddress = (address: string, digest: AddressDigest): string =>
  isErased(address) ? address : `${digest(address.toLowerCase())}${ERASED_DOMAIN}`;

export const isErased = (address: string): boolean => /^[0-9a-f]{64}@erased\.invalid$/.test(address);
