import { readFileSync } from 'node:fs';

/**
 * What became of the state that MiniStack keeps between starts, when it has ended.
 *
 * - `saved`: all of it is written
 * - `untouched`: it ended without writing any, so that what was saved before is still whole
 * - `unknown`: some of it may be written, and some not
 */
export type Saved = 'saved' | 'untouched' | 'unknown';

const SAVING = /Persistence: saved /;
/** It goes on with the other services, and exits with 0. */
const NOT_SAVED = /Persistence: (failed to save|error getting state)/;

/**
 * It saves one service after the other, and only when it is told to end.
 *
 * @param logFile of that start alone
 * @param hasExited by itself, with 0, as far as that is known
 */
export function savedBy(logFile: string, hasExited: boolean): Saved {
  const log = readFileSync(logFile, 'utf8');
  if (hasExited && !NOT_SAVED.test(log)) return 'saved';
  return SAVING.test(log) || NOT_SAVED.test(log) ? 'unknown' : 'untouched';
}
