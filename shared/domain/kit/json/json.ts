import type { Fault } from '../errors/coded-error';
import { checkJson } from './check-json';
import { isClearText } from './clear-text';
import { asWritten, hasShortNumbers } from './written-numbers';

export type JsonResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Parses JSON and refuses what two readers could understand differently: numbers that lose digits in a double or
 * are too large for one (RFC 8259, section 6), lone surrogates in texts and keys (no UTF-8 form), `__proto__` keys and nesting deeper than 32.
 * Of duplicate keys the last one counts, as in `JSON.parse`. At most 20 faults are listed.
 */
export function parseJson(text: string): JsonResult {
  const value = readJson(text);
  if (value === undefined)
    return { ok: false, faults: [{ code: 'json.malformed', path: '', message: malformed(text) }] };
  if (isClearText(text) && hasShortNumbers(text)) return { ok: true, value };
  const faults = checkJson(value, asWritten(text, value));
  return faults.length === 0 ? { ok: true, value } : { ok: false, faults };
}

/** Parses JSON without the checks of `parseJson`; undefined if malformed. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON.
  }
  return undefined;
}

/** `JSON.stringify`, with the two characters that JSON allows and SQS refuses (U+FFFE, U+FFFF) escaped. */
export const serializeJson = (value: unknown): string => escapeNoncharacters(JSON.stringify(value));

/**
 * Escapes both characters in a JSON text, where they can only occur in strings.
 *
 * @see Amazon SQS API, SendMessage, "MessageBody"
 */
export const escapeNoncharacters = (json: string): string =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

function malformed(text: string): string {
  if (text.trim() === '') return 'empty text, expected a JSON object';
  if (text.startsWith('\uFEFF'))
    return 'text begins with a byte order mark, expected a JSON object; leave the mark out';
  return `malformed JSON that begins with ${JSON.stringify(text.slice(0, 40))}, expected a JSON object`;
}
