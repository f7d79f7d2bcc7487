import type { Mutation } from './mutations';
import type { Plan, Resource } from './plan';

/** Something that every synthesized environment holds. */
export interface Property {
  /** A sentence. */
  readonly name: string;
  /** Each violation begins with the address at fault. Empty where the property holds. */
  readonly check: (plan: Plan) => string[];
  /**
   * Ways to break a good plan that no mutant is, by what is wrong then: the check must find each of them.
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

/** Both ends are in it. */
export const within = (lowest: number, highest: number, value: number): boolean => value >= lowest && value <= highest;
