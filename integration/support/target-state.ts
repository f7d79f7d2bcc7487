import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatorName } from '../../tools/local/emulator';
import type { StackOutputs } from '../../tools/local/stack';
import { chooseTarget } from '../targets';
import type { Target, TargetName } from '../targets/target';
import type { Traits } from '../targets/traits';

/** Location and traits of the target that `setup.ts` started. */
export interface TargetState {
  readonly target: TargetName;
  /** Product whose inbox API it has. */
  readonly name: EmulatorName;
  readonly endpoint: string;
  /** Path prefix of `/<api>/<stage>`. */
  readonly httpApiPath: string;
  /** URL on loopback of the issuer whose tokens the HTTP API accepts; nothing listens there until a scenario starts it. */
  readonly issuer: string;
  readonly traits: Traits;
  /** Terraform binary that applied the stack. */
  readonly terraform: string;
  readonly stackDirectory: string;
  readonly cacheDirectory: string;
  readonly outputs: StackOutputs;
}

/** Folder of a run against this target; runs against different targets may be concurrent. */
export const targetDirectory = (target: Target): string =>
  join(__dirname, '..', '..', '.carillon', 'integration', target.folder());

export const targetStateFile = (): string =>
  join(targetDirectory(chooseTarget(process.env.CARILLON_TARGET)), 'target.json');

export const readTargetState = (): TargetState => JSON.parse(readFileSync(targetStateFile(), 'utf8')) as TargetState;
