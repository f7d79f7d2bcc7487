import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-size';

export interface Update {
  /** `SET` and `REMOVE` clauses. */
  readonly expression: string;
  /** By placeholder, such as `#state`. */
  readonly names: Readonly<Record<string, string>>;
  /** By placeholder, such as `:state`. */
  readonly values: Readonly<Record<string, AttributeValue>>;
}

/**
 * Item after an update that its condition allowed: as much of DynamoDB's update expressions as the functions use.
 *
 * @throws Error for an expression that it cannot evaluate, because a wrong size would be a wrong price
 */
export function updatedItem(before: Item, update: Update): Item {
  const after = { ...before };
  for (const { keyword, clause } of clausesOf(update.expression)) {
    for (const part of topLevelParts(clause)) {
      if (keyword === 'REMOVE') delete after[nameOf(part, update)];
      else assign(after, part, update, before);
    }
  }
  return after;
}

function clausesOf(expression: string): { keyword: string; clause: string }[] {
  const [first = '', ...parts] = expression.trim().split(/\b(SET|REMOVE)\s/);
  if (first !== '' || parts.length === 0) throw new Error(`not an update with SET and REMOVE alone: ${expression}`);
  return parts.flatMap((keyword, n) => (n % 2 === 0 ? [{ keyword, clause: parts[n + 1] ?? '' }] : []));
}

function assign(after: Record<string, AttributeValue>, assignment: string, update: Update, before: Item): void {
  const [, target = '', expression = ''] = /^(\S+)\s*=\s*(.+)$/s.exec(assignment) ?? [];
  if (target === '') throw new Error(`not an assignment: ${assignment}`);
  after[nameOf(target, update)] = evaluate(expression, update, before);
}

function evaluate(expression: string, update: Update, before: Item): AttributeValue {
  const text = expression.trim();
  const [, operation, list = ''] = /^(if_not_exists|list_append)\s*\((.*)\)$/s.exec(text) ?? [];
  const [left = '', right = ''] = topLevelParts(list);
  if (operation === 'if_not_exists') return valueAt(left, update, before) ?? evaluate(right, update, before);
  if (operation === 'list_append') return { L: [left, right].flatMap((one) => elements(one, update, before)) };
  const value = text.startsWith(':') ? update.values[text] : valueAt(text, update, before);
  if (value === undefined) throw new Error(`cannot evaluate ${text}`);
  return value;
}

const elements = (expression: string, update: Update, before: Item): AttributeValue[] =>
  evaluate(expression, update, before).L ?? [];

/** Value at a path, such as `feedback.#state`. */
const valueAt = (path: string, { names }: Update, item: Item): AttributeValue | undefined =>
  path.split('.').reduce<AttributeValue | undefined>((value, part) => value?.M?.[names[part] ?? part], {
    M: item as Record<string, AttributeValue>,
  });

function nameOf(path: string, { names }: Update): string {
  if (path.includes('.')) throw new Error(`cannot assign to a part of an attribute: ${path}`);
  return names[path.trim()] ?? path.trim();
}

/** Splits at commas outside of parentheses. */
function topLevelParts(list: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
