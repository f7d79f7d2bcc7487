import type { PlannedResource, StackPlan } from '../read-plan';
import type { Aws, Place } from './aws';

/** A resource that exists, with the id that Terraform imports it by. */
export interface Found {
  readonly id: string;
  /** Attributes that AWS assigns and other resources of the plan refer to. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The resource, or several candidates for it, exist, but Terraform cannot import it. */
export interface NotImportable {
  readonly reason: string;
  /** Nothing to settle: the next apply makes another, and this one does not make it fail. */
  readonly isMadeAgain?: boolean;
}

export type Values<Name extends string = string> = Readonly<Record<Name, string>>;

/** How one type of resource is found in AWS. */
export interface Lookup<Name extends string = string> {
  /** Attributes of the plan that it is found by, references resolved; '' for one that the plan leaves out. */
  readonly needs: readonly Name[];
  /**
   * Attributes of `needs` that Terraform changes without a replacement: until the next apply, a resource in the state is
   * found by the state's values. Measured with `terraform plan`, AWS provider 5.100.
   */
  readonly changedInPlace?: readonly Name[];
  /** The attribute of `needs`, or of the plan, that names its owner: it is offered only if the owner is found. */
  readonly belongsTo?: string;
  /** IAM actions that the lookup needs. */
  readonly actions: readonly string[];
  /** Attributes that follow from `needs` even if it is absent, such as an ARN that has its name. */
  readonly derived?: (values: Values<Name>, place: Place) => Readonly<Record<string, string>>;
  /** Returns undefined, or throws the AWS not-found error, if it is absent. */
  readonly find: (values: Values<Name>, aws: Aws, context: Context) => Promise<Found | NotImportable | undefined>;
}

export interface Context {
  readonly resource: PlannedResource;
  readonly plan: StackPlan;
  /** Records something that an operator should know and that concerns no resource of the plan. */
  readonly remark: (text: string) => void;
}

/** Identity function that infers the names of attributes. */
export const lookup = <Name extends string>(one: Lookup<Name>): Lookup => one;

const BY_HAND = 'find out which is used, and import that by hand';

/** The only candidate. With several, the reason tells the operator how to choose. */
export function theOnly(found: readonly Found[], what: string, fix = BY_HAND): Found | NotImportable | undefined {
  if (found.length < 2) return found[0];
  return { reason: `${what}: ${found.map(({ id }) => id).join(', ')}; ${fix}` };
}
