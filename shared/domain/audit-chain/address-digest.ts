import { createHmac } from 'node:crypto';

/** Stands for an address or a name where it must not be readable: 64 hexadecimal digits, the same for the same text. */
export type AddressDigest = (text: string) => string;

/**
 * HMAC-SHA-256: who does not hold the key can neither read the text nor find out by trying.
 *
 * @param key of the data key `addresses`, which does not rotate: ADR 0008
 */
export const addressDigest =
  (key: Uint8Array): AddressDigest =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');

/** RFC 2606: no mail can ever go to `.invalid`. */
const ERASED_DOMAIN = '@erased.invalid';

/** The address as it is compared: in lower case, for nobody tells boxes apart by it. */
export const erasedAddress = (address: string, digest: AddressDigest): string =>
  isErased(address) ? address : `${digest(address.toLowerCase())}${ERASED_DOMAIN}`;

export const isErased = (address: string): boolean => /^[0-9a-f]{64}@erased\.invalid$/.test(address);
