import type { Fault } from '../../domain/kit/errors/coded-error';
import { HTTPS_URL_PATTERN } from '../../domain/kit/text/https-url';
import { INVISIBLE } from '../../domain/kit/text/invisible';
import { attributeOf, htmlTokens } from './html-tokens';

const LINK = new RegExp(`${HTTPS_URL_PATTERN}|^mailto:[^${INVISIBLE}]+$`, 'iu');

/**
 * Faults for unsafe links in the rendered HTML: misleading URLs, or schemes that execute code. The catalogue's schemas
 * refuse such URLs by `httpsUrl`; this check finds those that a schema accepts as text. The fault contains no URL: it is
 * stored in the ledger, and links may hold tokens.
 */
export function linkFaults(html: string, locale: string): Fault[] {
  const links = [...htmlTokens(html)].flatMap((token) => (token.kind === 'open' ? hrefOf(token.attributes) : []));
  const refused = links.filter((href) => !LINK.test(href)).length;
  if (refused === 0) return [];
  const message = `the html template for '${locale}' made ${refused} links of ${links.length} that are refused, expected https URLs without user name and invisible characters`;
  return [{ code: 'email.template.value_refused', path: '', message }];
}

function hrefOf(attributes: string): string[] {
  const href = attributeOf(attributes, 'href');
  return href === undefined ? [] : [href];
}
