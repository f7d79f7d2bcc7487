import type { Exchange } from '../../domain/delivery/exchange';
import { replaceDisplayControls } from '../../domain/kit/text/display-controls';
import { truncateBytes } from './truncate-bytes';

/** Limit of a response body as received, and of its kept text in UTF-8. */
export const MAX_RESPONSE_BYTES = 20_480;

/**
 * A response body in a form that is safe to keep in the attempt log. Bytes that are not UTF-8 and display controls become
 * U+FFFD: JSON would write control characters with six characters each, a terminal would execute them, and bidirectional
 * controls would reorder the text around them. They are replaced and not removed, so that their presence is visible.
 *
 * @param isWhole false if the body was truncated
 * @param secrets request header values to redact: some receivers echo a request's headers in their error pages
 */
export function responseText(
  bytes: Uint8Array,
  isWhole: boolean,
  secrets: readonly string[] = [],
): Pick<Exchange, 'response' | 'truncated'> {
  if (bytes.length === 0) return isWhole ? {} : { truncated: true };
  const decoded = (isWhole ? wholeText : new TextDecoder('utf-8', UTF8)).decode(bytes, { stream: !isWhole });
  const text = redact(
    replaceDisplayControls(decoded, () => '\uFFFD'),
    isWhole,
    secrets,
  );
  const response = truncateBytes(text, MAX_RESPONSE_BYTES);
  return { response, ...((!isWhole || response !== text) && { truncated: true }) };
}

const UTF8 = { ignoreBOM: true };
/** Has no state between texts, unlike the decoder of a truncated one. */
const wholeText = new TextDecoder('utf-8', UTF8);

/** Shorter values are words such as `gzip`, which are not secret and occur in any text. */
const MIN_SECRET_LENGTH = 8;

/** Headers without secrets. */
const PUBLIC_HEADERS = new Set(['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-request-origin']);

/** The secrets in a request's headers, split at white space: a page might show a token without its `Bearer`. */
export function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (PUBLIC_HEADERS.has(name.toLowerCase())) continue;
    for (const word of value.split(/\s+/)) if (word.length >= MIN_SECRET_LENGTH) secrets.push(word);
  }
  return secrets;
}

const redact = (text: string, isWhole: boolean, secrets: readonly string[]): string =>
  secrets.reduce((left, secret) => {
    const clean = left.replaceAll(secret, '[redacted]');
    return isWhole ? clean : withoutBeginningOf(secret, clean);
  }, text);

/** A truncated text may end in the middle of a secret. */
function withoutBeginningOf(secret: string, text: string): string {
  for (let length = secret.length - 1; length >= MIN_SECRET_LENGTH; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}
