import type { Mutation } from './mutations';
import type { Plan, Resource } from './plan';

/** An invariant of every synthesized environment. */
export interface Property {
  /** The invariant as a sentence. */
  readonly name: string;
  /** Violations, each with the address of the resource first; empty where the property holds. */
  readonly check: (plan: Plan) => string[];
  /**
   * Mutations of a good plan that the mutant generator cannot make, by description; the check must find each.
   *
   * @default none: `testing/mutants.ts` breaks it
   */
  readonly brokenBy?: Readonly<Record<string, Mutation>>;
}

type Fault = string | readonly string[] | false | undefined;

/** `<address>: <what is wrong>` for each resource with something wrong. */
export const faultsOf = <Body>(
  resources: readonly Resource<Body>[],
  fault: (body: Body, address: string) => Fault,
): string[] =>
  resources.flatMap(({ address, body }) => {
    const found = fault(body, address) || [];
    return (typeof found === 'string' ? [found] : found).map((text) => `${address}: ${text}`);
  });

/** Inclusive range. */
export const within = (lowest: number, highest: number, value: number): boolean => value >= lowest && value <= highest;
