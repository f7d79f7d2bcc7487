import { inCidr } from './cidr';
import { isObject, isScalar, type Scalar } from './filter-policy';
import { matchesWildcard } from './wildcard';

/** "The value can range from -10^9 to 10^9, with five digits of accuracy after the decimal point." */
export const MAX_NUMBER = 1e9;
const UNITS_PER_ONE = 1e5;

/**
 * Does a value meet one of a key's conditions? Absent is `undefined`. An array meets what any of its elements meets;
 * elements that are no scalars are passed over. Never throws, not even on an unvalidated policy.
 *
 * SNS's page says of `anything-but` over a String.Array that no element may be listed, and in its examples lets
 * `["rugby", "baseball"]` pass `anything-but: ["rugby", "tennis"]`, "because it contains a value that isn't rugby or
 * tennis". The examples, and Event Ruler, are followed: one element that is not listed is enough.
 *
 * @param isEmptyMessage "`exists: false` only matches if at least one attribute is present"
 * @see Amazon SNS Developer Guide, "String value matching", "Numeric value matching", "Key matching"
 */
export function meetsAny(conditions: readonly unknown[], value: unknown, isEmptyMessage: boolean): boolean {
  for (const condition of conditions) {
    const expected = isObject(condition) ? condition.exists : undefined;
    if (expected === undefined ? anyElement(condition, value) : existence(expected, value, isEmptyMessage)) return true;
  }
  return false;
}

function anyElement(condition: unknown, value: unknown): boolean {
  if (!Array.isArray(value)) return isScalar(value) && meets(condition, value);
  for (const element of value) {
    if (isScalar(element) && meets(condition, element)) return true;
  }
  return false;
}

function existence(expected: unknown, value: unknown, isEmptyMessage: boolean): boolean {
  if (expected === true) return exists(value);
  return expected === false && !isEmptyMessage && !exists(value);
}

/** Only leaves exist, and "the key must have a non-null and non-empty value": not null, "", [] or an object. */
const exists = (value: unknown): boolean => (Array.isArray(value) ? value.some(isFilled) : isFilled(value));
const isFilled = (value: unknown): boolean => isScalar(value) && value !== null && value !== '';

function meets(condition: unknown, value: Scalar): boolean {
  if (!isObject(condition)) return equals(condition, value);
  const operator = Object.keys(condition)[0] ?? '';
  return OPERATORS.get(operator)?.(condition[operator], value) ?? false;
}

/** Types are never mixed: the string "100" is not the number 100, nor "true" the boolean. */
const equals = (condition: unknown, value: Scalar): boolean =>
  condition === value || (isComparable(condition) && isComparable(value) && units(condition) === units(value));

type Operator = (operand: unknown, value: Scalar) => boolean;

const text =
  (test: (value: string, operand: string) => boolean): Operator =>
  (operand, value) =>
    typeof operand === 'string' && typeof value === 'string' && test(value, operand);

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['prefix', text((value, operand) => value.startsWith(operand))],
  ['suffix', text((value, operand) => value.endsWith(operand))],
  ['equals-ignore-case', text((value, operand) => value.toLowerCase() === operand.toLowerCase())],
  ['wildcard', text((value, operand) => matchesWildcard(operand, value))],
  ['cidr', text((value, operand) => inCidr(operand, value))],
  ['anything-but', (operand, value) => !isExcluded(operand, value)],
  ['numeric', meetsNumeric],
]);

/** A value of another type matches `anything-but`, null included. */
const isExcluded: Operator = (operand, value) =>
  Array.isArray(operand) ? operand.some((listed) => equals(listed, value)) : meets(operand, value);

function meetsNumeric(operand: unknown, value: Scalar): boolean {
  if (!Array.isArray(operand) || !isComparable(value)) return false;
  for (let at = 0; at < operand.length; at += 2) {
    const bound: unknown = operand[at + 1];
    if (!isComparable(bound) || !COMPARISONS.get(operand[at])?.(units(value), units(bound))) return false;
  }
  return operand.length > 0;
}

export const COMPARISONS: ReadonlyMap<unknown, (value: number, bound: number) => boolean> = new Map([
  ['=', (value: number, bound: number) => value === bound],
  ['<', (value: number, bound: number) => value < bound],
  ['<=', (value: number, bound: number) => value <= bound],
  ['>', (value: number, bound: number) => value > bound],
  ['>=', (value: number, bound: number) => value >= bound],
]);

/** Numbers beyond the range are compared by nothing but equality. */
const isComparable = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= MAX_NUMBER;

/** SNS does not say whether further digits are cut or rounded. Rounding also absorbs what binary fractions add. */
const units = (value: number): number => Math.round(value * UNITS_PER_ONE);

/** Whether the value has at most five decimal places. */
export const isExact = (value: number): boolean => units(value) / UNITS_PER_ONE === value;
