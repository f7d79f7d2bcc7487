import { existsSync, readFileSync } from 'node:fs';

/**
 * What became of the state that MiniStack keeps between starts, when it has ended.
 *
 * - `saved`: all of it is written
 * - `untouched`: it ended without writing any, so that what was saved before is still whole
 * - `unknown`: some of it may be written, and some not
 */
export type Saved = 'saved' | 'untouched' | 'unknown';

/** Both lines are of whole_state.py. */
const ALL_SAVED = /^carillon: all of the state is saved$/m;
const UNREADABLE = /^carillon: not all of the saved state can be read$/m;
/** It writes one service after the other. */
const SAVING = /Persistence: (saved|failed to save) |Persistence: error getting state/;

/** @param logFile of that start alone */
export function savedBy(logFile: string): Saved {
  if (!existsSync(logFile)) return 'unknown';
  const log = readFileSync(logFile, 'utf8');
  if (ALL_SAVED.test(log)) return 'saved';
  return SAVING.test(log) ? 'unknown' : 'untouched';
}

/** Did it end because it could not read all of the state that was saved? */
export const hasRefusedState = (log: string): boolean => UNREADABLE.test(log);
