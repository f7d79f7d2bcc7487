import type { Exchange } from '../../domain/delivery/exchange';
import { replaceDisplayControls } from '../../domain/kit/text/display-controls';
import { truncateBytes } from '../../domain/kit/text/truncate-bytes';

/** Of a response body as received, and of its text in UTF-8. */
export const MAX_RESPONSE_BYTES = 20_480;

/**
 * The body of a response as the attempt log may keep it, whatever the receiver answers. Bytes that are not UTF-8 and
 * display controls become U+FFFD: JSON would write control characters with six characters each, a terminal would obey
 * them, and other controls would turn the text around them. Replaced and not removed, so that it shows that there was
 * something.
 *
 * @param isWhole false where more would have come
 * @param secrets what we sent and must not keep: there are receivers that show a request's headers in their error pages
 */
export function responseText(
  bytes: Uint8Array,
  isWhole: boolean,
  secrets: readonly string[] = [],
): Pick<Exchange, 'response' | 'truncated'> {
  if (bytes.length === 0) return isWhole ? {} : { truncated: true };
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: !isWhole });
  const text = redact(
    replaceDisplayControls(decoded, () => '\uFFFD'),
    isWhole,
    secrets,
  );
  const response = truncateBytes(text, MAX_RESPONSE_BYTES);
  return { response, ...((!isWhole || response !== text) && { truncated: true }) };
}

/** Shorter ones are words such as `gzip`, which are no secret and occur in any text. */
const MIN_SECRET_LENGTH = 8;

/** Headers that say nothing which the receiver's own log would not. */
const PUBLIC_HEADERS = new Set(['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-request-origin']);

/** What a request's headers hold that must not be kept; `Bearer` and its token apart, as a page might show them. */
export const secretsOf = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers)
    .filter(([name]) => !PUBLIC_HEADERS.has(name.toLowerCase()))
    .flatMap(([, value]) => value.split(/\s+/))
    .filter(({ length }) => length >= MIN_SECRET_LENGTH);

const redact = (text: string, isWhole: boolean, secrets: readonly string[]): string =>
  secrets.reduce((left, secret) => {
    const clean = left.replaceAll(secret, '[redacted]');
    return isWhole ? clean : withoutBeginningOf(secret, clean);
  }, text);

/** A text that was cut may end in the middle of a secret. */
function withoutBeginningOf(secret: string, text: string): string {
  for (let length = secret.length - 1; length >= MIN_SECRET_LENGTH; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}
