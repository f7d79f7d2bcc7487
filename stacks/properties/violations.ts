import { CodedError, type Fault } from '../../shared/domain/coded-error';
import { PROPERTIES } from '.';
import { EXEMPTIONS, exempts } from './exemptions';
import type { Plan } from './plan';
import type { Property } from './property';

/**
 * Whoever edits a construct and applies it runs no tests: what they would find is refused here.
 *
 * @throws CodedError `stack.invalid`, once, with every violation of every property that is not exempted
 */
export function assertProperties(plan: Plan): void {
  const properties = Object.values(PROPERTIES).flat();
  const faults = properties.flatMap((property) =>
    violationsOf(property, plan).map((violation) => faultOf(property, violation)),
  );
  if (faults.length === 0) return;
  const message = `stack '${plan.environment.name}' breaks ${faults.length} propert${faults.length > 1 ? 'ies' : 'y'}`;
  throw new CodedError('stack.invalid', message, FIX, faults);
}

const FIX =
  'undo what a fault names; where it is meant, change the property in stacks/properties, or exempt it with the reason in exemptions.ts';

/** Violations without those that the environment is exempted from. */
export function violationsOf(property: Property, plan: Plan): string[] {
  const exemptions = EXEMPTIONS.filter(
    (exemption) => exemption.property === property.name && exempts(exemption, plan.environment),
  );
  return allOf(property, plan).filter((found) => !exemptions.some(({ violation }) => violation.test(found)));
}

/** A plan that a check cannot even read breaks its property. */
export function allOf({ check }: Property, plan: Plan): string[] {
  try {
    return check(plan);
  } catch (error) {
    return [`stack: cannot be judged (${error})`];
  }
}

/** @param violation begins with the address at fault */
const faultOf = ({ name }: Property, violation: string): Fault => ({
  code: 'stack.property',
  path: `/${violation.split(':')[0]}`,
  message: `${violation.slice(violation.indexOf(':') + 1).trim()}; expected: ${name}`,
});
