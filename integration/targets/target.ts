import type { Emulator } from '../../tools/local/emulator';
import type { StartOptions } from '../../tools/local/start-emulator';
import type { Product } from './products';
import type { Traits } from './traits';

export type TargetName = 'ministack' | 'localstack' | 'endpoint';

/** A target: the endpoint that scenarios run against. */
export interface Target {
  readonly name: TargetName;
  /** Folder of its runs below `.carillon/integration`, one per emulator, since each needs a Terraform state of its own. */
  folder(): string;
  /**
   * Checks that the target can be started, and returns the function that starts it. Has no side effects.
   *
   * @throws CodedErrors with everything that is missing
   */
  prepare(): Promise<(options: Omit<StartOptions, 'persist'>) => Promise<Started>>;
  /** URL where it already runs. Such a target outlives the run, which must destroy the stack that it applied. */
  runsAt?(): string;
}

export interface Started extends Pick<Product, 'product' | 'httpApiPath'> {
  readonly emulator: Pick<Emulator, 'name' | 'endpoint' | 'stop'>;
  readonly traits: Traits;
}
