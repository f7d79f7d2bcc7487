import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { PROPERTIES } from './';
import { EXEMPTIONS, exempts } from './exemptions';
import type { Plan } from './plan';
import type { Property } from './property';

/**
 * Synthesis itself checks the properties: an operator who edits a construct and applies it runs no tests.
 *
 * @throws CodedError `stack.invalid`, once, with every broken property and its places
 */
export function assertProperties(plan: Plan): void {
  const broken = Object.values(PROPERTIES)
    .flat()
    .map((property) => ({ property, violations: violationsOf(property, plan) }))
    .filter(({ violations }) => violations.length > 0);
  if (broken.length === 0) return;
  const message = `stack '${plan.environment.name}' breaks ${broken.length} propert${broken.length > 1 ? 'ies' : 'y'}`;
  const faults = broken.flatMap(({ property, violations }) => faultsOf(property, violations));
  throw new CodedError('stack.invalid', message, FIX, faults);
}

const FIX =
  'undo what a fault names; where it is meant, change the property in stacks/verification/properties, or exempt it with the reason in exemptions.ts';

/** Violations without the environment's exemptions. */
export function violationsOf(property: Property, plan: Plan): string[] {
  const exemptions = EXEMPTIONS.filter(
    (exemption) => exemption.property === property.name && exempts(exemption, plan.environment),
  );
  return allOf(property, plan).filter((found) => !exemptions.some(({ violation }) => violation.test(found)));
}

/** A check that throws on a plan counts as a violation. */
export function allOf({ check }: Property, plan: Plan): string[] {
  try {
    return check(plan);
  } catch (error) {
    return [`stack: cannot be judged (${error})`];
  }
}

/** Groups equal violations of several resources: one line of a construct may break a property in every queue. */
function faultsOf({ name }: Property, violations: readonly string[]): Fault[] {
  const addresses = new Map<string, string[]>();
  for (const violation of violations) {
    const [, address = 'stack', text = violation] = /^([^:]*):\s*(.*)$/s.exec(violation) ?? [];
    addresses.set(text, [...(addresses.get(text) ?? []), address]);
  }
  return [...addresses].map(([text, [first, ...others]]) => ({
    code: 'stack.property',
    path: `/${first}`,
    message: `${text}${alike(others)}; expected: ${name}`,
  }));
}

const SHOWN = 5;

const alike = (others: readonly string[]): string => {
  if (others.length === 0) return '';
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : '';
  return ` (so it is with ${others.slice(0, SHOWN).join(', ')}${more})`;
};
