import { INVISIBLE } from './invisible';

const REFUSED = String.raw`${INVISIBLE}"<>\\`;

/**
 * An https URL that goes where it seems to go, for links in mails: nothing invisible in it, and no user information, which
 * shows one host and leads to another (`https://bank.example@evil.example/`). A host holds no percent sign either: parsers
 * decode it. For JSON Schema and `RegExp` alike, with the flag `u`; linear time.
 *
 * Letters of other scripts are allowed in it: that a host only looks like another is not seen.
 */
export const HTTPS_URL_PATTERN = `^https://[^/?#@%${REFUSED}]+(?:[/?#][^${REFUSED}]*)?$`;
