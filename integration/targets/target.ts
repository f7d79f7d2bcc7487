import type { Emulator } from '../../tools/local/emulator';
import type { StartOptions } from '../../tools/local/start-emulator';
import type { Product } from './products';
import type { Traits } from './traits';

export type TargetName = 'ministack' | 'localstack' | 'endpoint';

/** What scenarios run against. */
export interface Target {
  readonly name: TargetName;
  /**
   * Of what belongs to a run against it, below `.carillon/integration`: of two emulators, neither can use the state of the
   * other.
   */
  folder(): string;
  /**
   * Makes sure that it can be started, and returns what starts it. Changes nothing.
   *
   * @throws CodedErrors with all that is missing
   */
  prepare(): Promise<(options: Omit<StartOptions, 'persist'>) => Promise<Started>>;
  /** Where it runs already, and goes on after the run, which therefore destroys what it has applied. */
  runsAt?(): string;
}

export interface Started extends Pick<Product, 'product' | 'httpApiPath'> {
  readonly emulator: Pick<Emulator, 'name' | 'endpoint' | 'stop'>;
  readonly traits: Traits;
}
