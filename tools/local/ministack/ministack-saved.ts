import { existsSync, readFileSync } from 'node:fs';

/**
 * Whether MiniStack, once ended, has saved its state for the next start.
 *
 * - `saved`: completely
 * - `untouched`: nothing was written, so the previously saved state is still complete
 * - `unknown`: possibly only in part
 */
export type Saved = 'saved' | 'untouched' | 'unknown';

/** whole_state.py prints both lines. */
const ALL_SAVED = /^carillon: all of the state is saved$/m;
const UNREADABLE = /^carillon: not all of the saved state can be read$/m;
/** MiniStack saves one service after the other. */
const SAVING = /Persistence: (saved|failed to save) |Persistence: error getting state/;

/** @param logFile of that start alone */
export function savedBy(logFile: string): Saved {
  if (!existsSync(logFile)) return 'unknown';
  const log = readFileSync(logFile, 'utf8');
  if (ALL_SAVED.test(log)) return 'saved';
  return SAVING.test(log) ? 'unknown' : 'untouched';
}

/** Whether it ended because it could not read all of the saved state. */
export const hasRefusedState = (log: string): boolean => UNREADABLE.test(log);
