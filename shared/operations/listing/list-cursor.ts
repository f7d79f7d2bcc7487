import { CodedError } from '../../domain/kit/errors/coded-error';
import { readCursor } from '../../domain/listing/cursor';

/** `positionOf`: a time with milliseconds and the id of a record. */
export const POSITION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[0-9A-Za-z-]{26,36}$/;

/**
 * The position of a cursor; undefined without one.
 *
 * @throws CodedError `list.cursor_malformed`; `list.cursor_foreign` for a cursor of another tenant or filter
 */
export function positionOfCursor(cursor: string | undefined, list: object, form = POSITION): string | undefined {
  if (cursor === undefined) return undefined;
  const read = readCursor(cursor, list, form);
  if (read.kind === 'position') return read.position;
  throw read.kind === 'malformed'
    ? new CodedError('list.cursor_malformed', 'the cursor is none that a list returned', START_AGAIN)
    : new CodedError('list.cursor_foreign', 'the cursor is of another tenant or filter', START_AGAIN);
}

const START_AGAIN =
  'give `next` of the page before unchanged, with the same tenant and filter; or begin without a cursor';
