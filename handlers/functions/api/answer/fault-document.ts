import type { Fault } from '../../../../shared/domain/kit/errors/coded-error';
import { truncate } from '../../../../shared/domain/kit/text/truncate';
import type { PartFault } from '../request/api-error';

/**
 * Lambda answers at most 6 MB, and a batch may have 2,000 faults, each below a key of kilobytes. In bytes of JSON, and in
 * characters.
 */
const MAX_POINTER_BYTES = 900;
const MAX_DETAIL_LENGTH = 500;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they take six bytes each in JSON
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/g;

/** A fault for its reader. A pointer that is too long ends at what holds the value. */
export const faultDocument = ({ code, path, message, line }: Fault & Partial<PartFault>) => ({
  code,
  pointer: shortPointer(path),
  detail: shortDetail(message),
  ...(line !== undefined && { line }),
});

/** At most 500 characters, without control characters. */
export const shortDetail = (message: string): string =>
  truncate(message.replace(CONTROL_CHARACTERS, ' '), MAX_DETAIL_LENGTH);

function shortPointer(path: string): string {
  let short = path;
  while (short !== '' && isTooLong(short)) short = short.slice(0, short.lastIndexOf('/'));
  return short;
}

/** A longer text is not converted to measure it: a pointer may have a hundred thousand steps. */
const isTooLong = (path: string): boolean =>
  path.length > MAX_POINTER_BYTES || Buffer.byteLength(JSON.stringify(path)) > MAX_POINTER_BYTES;
