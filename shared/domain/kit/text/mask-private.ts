import { decodeSpellings } from './decode-spellings';
import { maskAddresses } from './mask-addresses';
import { maskSecrets, maskUserInformation } from './mask-secrets';

/**
 * The text with a mask in place of mail addresses and credentials, also of encoded ones. A text of which something is
 * masked comes out decoded; every other keeps its spelling. Linear in the length of the text.
 *
 * User information of a URL goes before decoding: decoded, it may hold what would end it.
 */
export function maskPrivate(text: string): string {
  const decoded = decodeSpellings(maskUserInformation(text));
  const masked = maskAddresses(maskSecrets(decoded));
  return masked === decoded ? text : masked;
}
