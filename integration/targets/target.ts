import type { Emulator, EmulatorName } from '../../tools/local/emulator';
import type { StartOptions } from '../../tools/local/start-emulator';

/** What scenarios run against. */
export interface Target {
  readonly name: EmulatorName;
  /**
   * Makes sure that it can be started, and returns what starts it. Changes nothing.
   *
   * @throws CodedErrors with all that is missing
   */
  prepare(): Promise<(options: Omit<StartOptions, 'persist'>) => Promise<Emulator>>;
  /** Scenarios that it cannot play, with the reason: shown as such, never silently passed. By scenario name. */
  readonly unsupportedScenarios: Readonly<Record<string, string>>;
  /** What it does not do by itself, and scenarios do in its place: shown too. */
  readonly stoodInFor: Readonly<Record<string, string>>;
  /** Resources that a second plan may change, with the reason. By Terraform type. */
  readonly drifting: Readonly<Record<string, string>>;
  /** It denies what IAM policies do not allow. */
  readonly enforcesIam: boolean;
}
