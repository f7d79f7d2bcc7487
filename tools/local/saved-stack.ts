import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from '../support/files/write-file';
import type { Emulator } from './emulator';
import { stateDirectory } from './ministack/ministack-state';
import { setAside } from './set-aside';

/** Identifies the stack in the emulator's saved state. On disk only while that state is complete. */
export interface SavedStack {
  /** Digest of the stack; undefined if unknown. */
  holds: string | undefined;
}

const fileIn = (directory: string): string => join(directory, 'saved-stack');

/**
 * The stack that the last run saved in `directory`. If it is unknown, moves the states of the emulator and of Terraform
 * aside, because they may be inconsistent.
 *
 * @param terraformState Terraform's state file
 * @param isKept whether the emulator keeps its state at all
 * @returns with the folder that they were moved to, if any existed
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

/** Last line of an interrupted run: what the next start does with its state. */
export const farewell = (directory: string): string =>
  existsSync(fileIn(directory))
    ? 'stopped, and the state is saved: the next start continues from it'
    : 'stopped before the stack was complete: the next start moves its state aside and applies it anew';

/** Marks the saved state as unknown: it may be incomplete. */
export const forgetSavedStack = (directory: string): void => rmSync(fileIn(directory), { force: true });

/** Marks the saved state as unknown until the emulator is stopped. */
export function isChanging(stack: SavedStack, directory: string): void {
  stack.holds = undefined;
  forgetSavedStack(directory);
}

/**
 * Stops the emulator, which saves its state. Writes the digest only afterwards, because a process that is killed while it
 * saves leaves an incomplete state. If nothing was saved, keeps the previous digest.
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
