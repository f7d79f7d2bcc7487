import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatorName } from '../tools/local/emulator';
import type { StackOutputs } from '../tools/local/stack';
import { chooseTarget } from './targets';

/** Where the target is that `setup.ts` started. */
export interface TargetState {
  readonly name: EmulatorName;
  readonly endpoint: string;
  /** The binary that applied the stack. */
  readonly terraform: string;
  readonly stackDirectory: string;
  readonly cacheDirectory: string;
  readonly outputs: StackOutputs;
}

/** What belongs to a run against this target, which may go on beside one against another. */
export const targetDirectory = (name: string): string => join(__dirname, '..', '.carillon', 'integration', name);

export const targetStateFile = (): string =>
  join(targetDirectory(chooseTarget(process.env.CARILLON_TARGET).name), 'target.json');

export const readTargetState = (): TargetState => JSON.parse(readFileSync(targetStateFile(), 'utf8')) as TargetState;
