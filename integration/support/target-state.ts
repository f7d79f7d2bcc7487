import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatorName } from '../../tools/local/emulator';
import type { StackOutputs } from '../../tools/local/stack';
import { chooseTarget } from '../targets';
import type { Target, TargetName } from '../targets/target';
import type { Traits } from '../targets/traits';

/** Where the target is that `setup.ts` started, and what it is like. */
export interface TargetState {
  readonly target: TargetName;
  /** Whose inbox it has. */
  readonly name: EmulatorName;
  readonly endpoint: string;
  /** In front of `/<api>/<stage>`. */
  readonly httpApiPath: string;
  readonly traits: Traits;
  /** The binary that applied the stack. */
  readonly terraform: string;
  readonly stackDirectory: string;
  readonly cacheDirectory: string;
  readonly outputs: StackOutputs;
}

/** What belongs to a run against this target, which may go on beside one against another. */
export const targetDirectory = (target: Target): string =>
  join(__dirname, '..', '..', '.carillon', 'integration', target.folder());

export const targetStateFile = (): string =>
  join(targetDirectory(chooseTarget(process.env.CARILLON_TARGET)), 'target.json');

export const readTargetState = (): TargetState => JSON.parse(readFileSync(targetStateFile(), 'utf8')) as TargetState;
