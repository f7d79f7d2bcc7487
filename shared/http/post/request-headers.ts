import { version } from '../../../package.json';

/** Names that are ours, in lower case: a header of the caller with one of them is dropped. */
const OUR_NAMES = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'user-agent',
]);
const OURS = ['user-agent', `Carillon/${version}`, 'accept-encoding', 'identity'];

/**
 * Names and values in turn, the form that Node sends without further work. Of two headers whose names differ only in case,
 * the last one is sent.
 *
 * @param contentLength in bytes; undefined for a request without a body
 */
export function headerLines(
  headers: Readonly<Record<string, string>>,
  host: string,
  contentLength: number | undefined,
): string[] {
  const lines = ['host', host, ...OURS];
  const placeOf = new Map<string, number>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (OUR_NAMES.has(key)) continue;
    const place = placeOf.get(key) ?? lines.length;
    placeOf.set(key, place);
    lines[place] = name;
    lines[place + 1] = value;
  }
  if (contentLength !== undefined) lines.push('content-length', String(contentLength));
  return lines;
}
