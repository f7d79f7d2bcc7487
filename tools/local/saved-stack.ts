import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from '../support/files/write-file';
import type { Emulator } from './emulator';
import { stateDirectory } from './ministack/ministack-state';
import { setAside } from './set-aside';

/** What the emulator's saved state holds. On disk only while that state is whole. */
export interface SavedStack {
  /** Digest of the stack; undefined where it is not known. */
  holds: string | undefined;
}

const fileIn = (directory: string): string => join(directory, 'saved-stack');

/**
 * What the last run left in `directory`. Where it is not known, the state of the emulator and that of Terraform are moved
 * aside, since they may not fit each other.
 *
 * @param terraformState Terraform's state file
 * @param isKept whether the emulator keeps its state at all
 * @returns with the place they were moved to, if there were any
 */
export function readSavedStack(
  directory: string,
  terraformState: string,
  isKept: boolean,
): SavedStack & { readonly place?: string } {
  const file = fileIn(directory);
  if (isKept && existsSync(file) && existsSync(terraformState)) return { holds: readFileSync(file, 'utf8') };
  const place = setAside([stateDirectory(directory), file, terraformState, `${terraformState}.backup`], directory);
  return { holds: undefined, ...(place !== undefined && { place }) };
}

/** What a run that was interrupted says at last: what the next start does with what it left. */
export const farewell = (directory: string): string =>
  existsSync(fileIn(directory))
    ? 'stopped, and the state is saved: the next start goes on from it'
    : 'stopped before the stack was whole: the next start applies it anew, and moves what this one left aside';

/** What the saved state holds is not known: it may be half of one. */
export const forgetSavedStack = (directory: string): void => rmSync(fileIn(directory), { force: true });

/** From here on it is not known what the saved state holds, until the emulator is stopped. */
export function isChanging(stack: SavedStack, directory: string): void {
  stack.holds = undefined;
  forgetSavedStack(directory);
}

/**
 * Stops the emulator, which saves its state. A process that is killed while it saves leaves half a state, so that what it
 * holds is on disk only afterwards; where nothing was saved, it holds what it held before.
 */
export async function stopAndSave(
  stack: SavedStack,
  directory: string,
  emulator: Pick<Emulator, 'stop'>,
): Promise<void> {
  const file = fileIn(directory);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  forgetSavedStack(directory);
  const holds = { saved: stack.holds, untouched: before, unknown: undefined }[await emulator.stop()];
  if (holds !== undefined) writeFile(file, holds);
}
