import type { Fault } from '../kit/errors/coded-error';
import { hasHostBits, parseCidr } from './cidr';
import { COMPARISONS, isExact, MAX_NUMBER } from './conditions';
import { fault, shown } from './fault';
import type { FilterPolicyScope } from './filter-policy';
import { wildcardLiterals } from './wildcard';

/** Returns the faults of an operator's operand, or of a scalar to equal. */
export type Rule = (operand: unknown, path: string, scope: FilterPolicyScope) => Fault[];

const MAX_WILDCARDS = 3;
const LOWER_BOUNDS: ReadonlySet<unknown> = new Set(['>', '>=']);
const UPPER_BOUNDS: ReadonlySet<unknown> = new Set(['<', '<=']);

export const operandFault = (operand: unknown, path: string, expected: string): Fault =>
  fault('operand.malformed', path, `operand is ${shown(operand)}, expected ${expected}`);

export const scalar: Rule = (value, path, scope) =>
  typeof value === 'string' ? escapeFaults(value, path, scope) : numberFaults(value, path);

export const text: Rule = (operand, path, scope) =>
  typeof operand === 'string' ? escapeFaults(operand, path, scope) : [operandFault(operand, path, 'a string')];

/** Event Ruler: "null prefix/suffix not allowed" inside anything-but, because it would exclude every string. */
export const filledText: Rule = (operand, path, scope) =>
  operand === '' ? [operandFault(operand, path, 'a string that is not empty')] : text(operand, path, scope);

export const exists: Rule = (operand, path) =>
  typeof operand === 'boolean' ? [] : [operandFault(operand, path, 'true or false')];

export const wildcard: Rule = (operand, path, scope) =>
  typeof operand === 'string'
    ? [...text(operand, path, scope), ...patternFaults(operand, path)]
    : text(operand, path, scope);

/** /32 and /128 are refused, as in Event Ruler; so are host bits, which its versions read differently (aws/event-ruler#89). */
export const cidr: Rule = (operand, path) => {
  const malformed = (expected: string) => [
    fault('cidr.malformed', path, `block is ${shown(operand)}, expected ${expected}`),
  ];
  const block = typeof operand === 'string' ? parseCidr(operand) : undefined;
  if (block === undefined) return malformed('an IPv4 or IPv6 block such as 10.0.0.0/24 or 2001:db8::/32');
  if (block.bits === block.bytes.length * 8)
    return malformed('a shorter mask; list a single address as a string to equal');
  return hasHostBits(block)
    ? malformed('the first address of the block; clear the bits that the mask leaves open')
    : [];
};

export const numeric: Rule = (operand, path) => {
  if (isNumericTest(operand)) return operand.flatMap((part, at) => numberFaults(part, `${path}/${at}`));
  const expected = 'a comparison such as ["<=",10] or a range such as [">",0,"<=",10], lower bound first';
  return [fault('numeric.malformed', path, `operand is ${shown(operand)}, expected ${expected}`)];
};

function isNumericTest(operand: unknown): operand is readonly unknown[] {
  if (!Array.isArray(operand)) return false;
  const [operator, bound, upperOperator, upper] = operand as readonly unknown[];
  if (typeof bound !== 'number') return false;
  if (operand.length === 2) return COMPARISONS.has(operator);
  const isRange = operand.length === 4 && LOWER_BOUNDS.has(operator) && UPPER_BOUNDS.has(upperOperator);
  return isRange && typeof upper === 'number' && bound < upper;
}

function numberFaults(value: unknown, path: string): Fault[] {
  if (typeof value !== 'number') return [];
  if (!(Math.abs(value) <= MAX_NUMBER)) {
    const message = `number is ${value}, expected -1000000000 to 1000000000; send and match it as a string`;
    return [fault('number.range', path, message)];
  }
  if (isExact(value)) return [];
  const message = `number is ${value}, expected at most five digits after the decimal point; match a range around it`;
  return [fault('number.precision', path, message)];
}

/**
 * SNS requires quotes and backslashes in attribute policies to be "double-escaped" without an example, so no matcher
 * could reliably agree with it.
 */
function escapeFaults(value: string, path: string, scope: FilterPolicyScope): Fault[] {
  if (scope === 'MessageBody' || !/["\\]/.test(value)) return [];
  const message = `text is ${shown(value)}, expected no quotes and backslashes in MessageAttributes scope; match what is around them, or filter by the body`;
  return [fault('text.ambiguous', path, message)];
}

function patternFaults(pattern: string, path: string): Fault[] {
  const literals = wildcardLiterals(pattern);
  const wildcards = literals.length - 1;
  const problems = [
    wildcards > MAX_WILDCARDS && `${wildcards} wildcards, at most ${MAX_WILDCARDS} are allowed`,
    literals.slice(1, -1).includes('') && 'wildcards in a row, expected one in their place',
    !/^(?:[^\\]|\\[*\\])*$/.test(pattern) && 'a backslash before another character, expected \\* or \\\\',
  ];
  return problems.flatMap((problem) =>
    problem ? [fault('wildcard.malformed', path, `pattern ${shown(pattern)} has ${problem}`)] : [],
  );
}
