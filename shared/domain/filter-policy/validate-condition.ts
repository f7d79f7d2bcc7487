import type { Fault } from '../kit/errors/coded-error';
import { pointer } from '../kit/json/json-pointer';
import { fault, shown } from './fault';
import { type FilterPolicyScope, isObject, isScalar } from './filter-policy';
import { cidr, exists, filledText, numeric, operandFault, type Rule, scalar, text, wildcard } from './operands';

type Rules = ReadonlyMap<string, Rule>;

/** The faults of one condition: a scalar, or an object with one operator. */
export function conditionFaults(condition: unknown, path: string, scope: FilterPolicyScope): Fault[] {
  if (isObject(condition)) return operationFaults(OPERATORS, condition, path, scope);
  if (isScalar(condition)) return scalar(condition, path, scope);
  const expected = 'a string, number, true, false, null or an operator such as {"prefix":"order."}';
  return [fault('condition.malformed', path, `condition is ${shown(condition)}, expected ${expected}`)];
}

function operationFaults(rules: Rules, operation: object, path: string, scope: FilterPolicyScope): Fault[] {
  const [[operator, operand] = [], ...others] = Object.entries(operation);
  if (operator === undefined || others.length > 0) {
    const message = `condition is ${shown(operation)}, expected one operator; list several conditions side by side`;
    return [fault('condition.malformed', path, message)];
  }
  const rule = rules.get(operator);
  if (rule !== undefined) return rule(operand, pointer(path, operator), scope);
  const message = `operator ${shown(operator)} is unknown here, expected one of ${[...rules.keys()].join(', ')}`;
  return [fault('operator.unknown', path, message)];
}

/** Lists are all strings or all numbers; Event Ruler refuses booleans and null in them. */
const anythingBut: Rule = (operand, path, scope) => {
  if (isObject(operand)) return operationFaults(EXCLUDABLE, operand, path, scope);
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const [type, ...otherTypes] = new Set(values.map((value) => typeof value));
  if (otherTypes.length > 0 || (type !== 'string' && type !== 'number')) {
    const expected = `a string, a number, a list of either, or one of ${[...EXCLUDABLE.keys()].join(', ')}`;
    return [operandFault(operand, path, expected)];
  }
  return values.flatMap((value, at) => scalar(value, Array.isArray(operand) ? `${path}/${at}` : path, scope));
};

/**
 * What AWS announced for SNS (July 2025), and its pages show. Not suffix, which "String value matching" shows while
 * "subscription filter policies" does not list it, and which SNS refused in May 2024 (`Unsupported anything-but pattern`, in
 * LocalStack's recorded answers of AWS). Nor equals-ignore-case, which Event Ruler has and no page of SNS's.
 */
const EXCLUDABLE: Rules = new Map([
  ['prefix', filledText],
  ['wildcard', wildcard],
]);

const OPERATORS: Rules = new Map([
  ['prefix', text],
  ['suffix', text],
  ['equals-ignore-case', text],
  ['wildcard', wildcard],
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['exists', exists],
  ['cidr', cidr],
]);
