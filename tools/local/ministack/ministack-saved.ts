import { existsSync, readFileSync } from 'node:fs';

/**
 * What became of the state that MiniStack keeps between starts, when it has ended.
 *
 * - `saved`: all of it is written
 * - `untouched`: it ended without writing any, so that what was saved before is still whole
 * - `unknown`: some of it may be written, and some not
 */
export type Saved = 'saved' | 'untouched' | 'unknown';

/** Of browser_guard.py. */
const IN_ORDER = /^carillon: MiniStack has ended in order$/m;
const SAVING = /Persistence: saved /;
/** It goes on with the other services, and ends in order. */
const NOT_SAVED = /ERROR .*Persistence: (failed to save|error getting state)/;

/**
 * It saves one service after the other when it is told to end (objects of S3 as they come).
 *
 * @param logFile of that start alone
 */
export function savedBy(logFile: string): Saved {
  if (!existsSync(logFile)) return 'unknown';
  const log = readFileSync(logFile, 'utf8');
  if (IN_ORDER.test(log) && !NOT_SAVED.test(log)) return 'saved';
  return SAVING.test(log) || NOT_SAVED.test(log) ? 'unknown' : 'untouched';
}

/** It runs on without a service whose state it cannot read, and would save that as empty. */
const NOT_LOADED =
  /ERROR .*(Persistence: failed to load|refusing to load|Failed to restore persisted state|Lambda persistence: )/;

/** Has a MiniStack that answers read all of the state that was saved? */
export const hasLoaded = (logFile: string): boolean => !NOT_LOADED.test(readFileSync(logFile, 'utf8'));
