import type { Capability } from '../../shared/domain/manifest/channel';
import type { Naming } from '../constructs/naming';
import type { Environment } from '../environment';
import type { Statement } from './policies';

/** IAM statements of a function's role, and environment variables that its code reads. */
export interface Grant {
  readonly statements: readonly Statement[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Input of a grant. */
export interface GrantContext {
  readonly naming: Naming;
  readonly environment: Environment;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
}

/** Grants by capability. */
export type Grants<Name extends Capability> = Readonly<Record<Name, (context: GrantContext) => Grant>>;
