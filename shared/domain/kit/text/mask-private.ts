import { decodeSpellings } from './decode-spellings';
import { maskAddresses } from './mask-addresses';
import { maskSecrets, maskUserInformation } from './mask-secrets';

/**
 * Masks mail addresses and credentials, also encoded ones. A text with a match is returned decoded, any other
 * unchanged. Linear time. User information of a URL is masked before decoding, because decoded it may contain a
 * character that ends it.
 */
export function maskPrivate(text: string): string {
  if (isPlain(text)) return text;
  const decoded = decodeSpellings(maskUserInformation(text));
  const masked = maskAddresses(maskSecrets(decoded));
  return masked === decoded ? text : masked;
}

/** None of these characters is part of an address, a credential's name or another spelling; most logged values are ids. */
const isPlain = (text: string): boolean => /^[\w./+-]*$/.test(text) && !text.includes('whs');
