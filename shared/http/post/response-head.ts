import { HEADERS_READ, type ResponseHeaders } from '../../domain/webhook/outcome/post-result';

const NAMES: ReadonlySet<string> = new Set(HEADERS_READ);
/** Node's own agent leaves as much: a receiver closes at its own time, while the request is on its way. */
const KEEP_ALIVE_MARGIN_MS = 1_000;

/**
 * The headers that Carillon reads. Joins lines of one name (RFC 9110, section 5.3): Node's `headers` has only the first line
 * of a `Retry-After`.
 *
 * @param rawHeaders names and values in turn, as received
 */
export function headersRead(rawHeaders: readonly string[]): ResponseHeaders {
  const read: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (!NAMES.has(name)) continue;
    const [before, value = ''] = [read[name], rawHeaders[index + 1]];
    read[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return read;
}

/**
 * Milliseconds for which the receiver's `Keep-Alive` header lets a connection be reused; 0 if it should not be. Undefined
 * without such a header.
 */
export function keptAliveMs(rawHeaders: readonly string[]): number | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'keep-alive') continue;
    const seconds = /^timeout=(\d+)/.exec(rawHeaders[index + 1] ?? '')?.[1];
    if (seconds !== undefined) return Math.max(0, Number(seconds) * 1_000 - KEEP_ALIVE_MARGIN_MS);
  }
  return undefined;
}
