import { readJson } from '../kit/json/json';
import { sha256Digest } from '../kit/text/sha256-digest';

const VERSION = 1;
/** Of the digest of the list: enough that nobody uses a cursor of another list by mistake. */
const DIGEST_LENGTH = 16;

/** `malformed`: not made here. `foreign`: of another tenant or of another filter. */
export type CursorResult =
  | { readonly kind: 'position'; readonly position: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'foreign' };

/**
 * Writes a place in a list as opaque text. It is bound to the list by a digest, and not signed: a place grants nothing,
 * because the tenant always comes from the request.
 *
 * @param list tenant and filter
 */
export const writeCursor = (position: string, list: object): string =>
  Buffer.from(JSON.stringify([VERSION, position, digestOf(list)])).toString('base64url');

/** @param form of a position in this list */
export function readCursor(cursor: string, list: object, form: RegExp): CursorResult {
  const value = readJson(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(value) || value.length !== 3) return { kind: 'malformed' };
  const [version, position, digest] = value as unknown[];
  if (version !== VERSION || typeof position !== 'string' || !form.test(position)) return { kind: 'malformed' };
  return digest === digestOf(list) ? { kind: 'position', position } : { kind: 'foreign' };
}

const digestOf = (list: object): string =>
  sha256Digest(JSON.stringify(Object.entries(list).toSorted()))
    .toString('base64url')
    .slice(0, DIGEST_LENGTH);
