import { type FilterPolicy, isObject } from './filter-policy';

/**
 * AND over the keys of a policy, OR over the branches of its `$or`. Ignores inherited properties of `Object.prototype`,
 * which SNS does not see.
 *
 * @see Amazon SNS Developer Guide, "AND/OR logic"
 */
export function everyKey(policy: FilterPolicy, test: (key: string, node: unknown) => boolean): boolean {
  for (const key in policy) {
    if (!Object.hasOwn(policy, key)) continue;
    const node = policy[key];
    const holds = isOr(key, node) ? node.some((branch) => everyKey(branch, test)) : test(key, node);
    if (!holds) return false;
  }
  return true;
}

/**
 * `$or` is an operator only as a list of two or more objects without reserved field names; any other `$or` is an ordinary
 * key. "Field names" are taken to be those of the objects themselves, not of what is nested in them.
 */
export function isOr(key: string, node: unknown): node is readonly FilterPolicy[] {
  return key === '$or' && Array.isArray(node) && node.length >= 2 && node.every(isBranch);
}

const isBranch = (branch: unknown): boolean => isObject(branch) && !Object.keys(branch).some(isReserved);

/** Whether an object with this name is no branch of `$or`. */
export const isReserved = (name: string): boolean => RESERVED_NAMES.has(name);

/** SNS speaks of "reserved keywords" without listing them. These are Event Ruler's, whose error messages SNS answers with. */
const RESERVED_NAMES = new Set([
  'exactly',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'exists',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'ip-address-in-range',
  'ip-address-not-in-range',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
]);
