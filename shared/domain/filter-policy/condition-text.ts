import { shown } from './fault';
import { isObject } from './filter-policy';

/** A key's conditions for people: `> 100 or "none"`. */
export const conditionsText = (conditions: unknown): string =>
  Array.isArray(conditions) ? conditions.map(conditionText).join(' or ') : shown(conditions);

function conditionText(condition: unknown): string {
  if (!isObject(condition)) return shown(condition);
  const [operator = '', operand] = Object.entries(condition)[0] ?? [];
  return TEXTS.get(operator)?.(operand) ?? shown(condition);
}

const TEXTS: ReadonlyMap<string, (operand: unknown) => string> = new Map([
  ['prefix', (operand: unknown) => `a text that begins with ${shown(operand)}`],
  ['suffix', (operand: unknown) => `a text that ends with ${shown(operand)}`],
  ['equals-ignore-case', (operand: unknown) => `${shown(operand)} in any case`],
  ['wildcard', (operand: unknown) => `a text like ${shown(operand)}`],
  ['cidr', (operand: unknown) => `an address in ${shown(operand)}`],
  ['anything-but', (operand: unknown) => `anything but ${excluded(operand)}`],
  ['numeric', numericText],
  ['exists', (operand: unknown) => (operand === true ? 'a value' : 'no value')],
]);

const excluded = (operand: unknown): string =>
  Array.isArray(operand) ? operand.map(shown).join(' and ') : conditionText(operand);

/** `> 0 and <= 10`. */
function numericText(operand: unknown): string {
  if (!Array.isArray(operand)) return shown(operand);
  const pairs = operand.flatMap((part, at) => (at % 2 === 0 ? [`${part} ${operand[at + 1]}`] : []));
  return pairs.join(' and ');
}
