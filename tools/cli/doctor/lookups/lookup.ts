import type { PlannedResource, StackPlan } from '../read-plan';
import type { Aws, Place } from './aws';

/** A resource that is there, by what Terraform imports it with. */
export interface Found {
  readonly id: string;
  /** Attributes that AWS gives it and other resources of the plan refer to. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** It is there, or some that it could be are, and Terraform cannot import it. */
export interface NotImportable {
  readonly reason: string;
  /** Nobody has to settle it: the next apply makes another in its place, and does not fail for this one. */
  readonly isMadeAgain?: boolean;
}

export type Values<Name extends string = string> = Readonly<Record<Name, string>>;

/** How one type of resource is found in AWS. */
export interface Lookup<Name extends string = string> {
  /** Attributes of the plan that it is found by, references resolved. One that the plan leaves out is the empty text. */
  readonly needs: readonly Name[];
  /**
   * Attributes of `needs` that Terraform changes without a replacement: a resource that the state has is found by what the
   * state has of them, until the next apply. Measured with `terraform plan`, AWS provider 5.100.
   */
  readonly changedInPlace?: readonly Name[];
  /** The attribute of `needs`, or of the plan, that names what it belongs to: it is offered only where that is there. */
  readonly belongsTo?: string;
  /** IAM actions that it takes. */
  readonly actions: readonly string[];
  /** Attributes that follow from `needs`, whether it is there or not, such as an ARN with its name. */
  readonly derived?: (values: Values<Name>, place: Place) => Readonly<Record<string, string>>;
  /** Undefined where it is not there; an error of AWS that says so may be thrown. */
  readonly find: (values: Values<Name>, aws: Aws, context: Context) => Promise<Found | NotImportable | undefined>;
}

export interface Context {
  readonly resource: PlannedResource;
  readonly plan: StackPlan;
  /** For what a person should know and no resource of the plan is at fault for. */
  readonly remark: (text: string) => void;
}

/** Infers the names of its attributes. */
export const lookup = <Name extends string>(one: Lookup<Name>): Lookup => one;

/** One page of a list, and the token of the next. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** Every item of a list that AWS gives page by page. A page may be empty and not the last. */
export async function allPages<Item>(ask: (token: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await ask(token);
    all.push(...(items ?? []));
    token = next || undefined;
  } while (token !== undefined);
  return all;
}

const BY_HAND = 'find out which is used, and import that by hand';

/** The only one; where there are several, which of them is meant is for a person to say, who is told how. */
export function theOnly(found: readonly Found[], what: string, fix = BY_HAND): Found | NotImportable | undefined {
  if (found.length < 2) return found[0];
  return { reason: `${what}: ${found.map(({ id }) => id).join(', ')}; ${fix}` };
}
