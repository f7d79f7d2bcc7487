import { meetsAny } from './conditions';
import { everyKey } from './every-key';
import { type FilterPolicy, isObject } from './filter-policy';

/**
 * `matches` in MessageBody scope. SNS assumes "a well-formed JSON object": no other body passes a policy.
 *
 * Where the body holds an array of objects, one of them must satisfy all that the policy nests under that key, as in
 * Event Ruler ("JSON array matching"); SNS's own pages are silent. Each element is judged by itself, so that
 * `exists: false` holds if one of them lacks the key.
 */
export function matchesBody(policy: FilterPolicy, body: unknown): boolean {
  if (isEmptyObject(policy)) return true;
  return isObject(body) && matchesObject(policy, body, '', isEmptyObject(body));
}

export function isEmptyObject(value: object): boolean {
  return Object.keys(value).length === 0;
}

/** `isEmptyMessage`: of the whole body. */
export function matchesObject(policy: FilterPolicy, body: unknown, prefix: string, isEmptyMessage: boolean): boolean {
  return everyKey(policy, (key, node) => {
    const path = prefix + key;
    if (Array.isArray(node)) return meetsAny(node, valuesAt(body, path), isEmptyMessage);
    return isObject(node) && matchesNested(node as FilterPolicy, body, path, isEmptyMessage);
  });
}

/** An absent object has no properties, or has them under dotted names. */
function matchesNested(policy: FilterPolicy, body: unknown, path: string, isEmptyMessage: boolean): boolean {
  const values = valuesAt(body, path);
  if (values.length === 0) return matchesObject(policy, body, `${path}.`, isEmptyMessage);
  return values.some((value) => matchesObject(policy, value, '', isEmptyMessage));
}

/**
 * The values at a path, with arrays flattened. SNS joins nested names with dots before it compares them, in policy and
 * message, so `{ "a.b": 1 }` equals `{ "a": { "b": 1 } }` (observed on AWS by LocalStack's test suite; undocumented). A
 * body that spells one object both ways is not supported.
 */
export function valuesAt(body: unknown, path: string): unknown[] {
  if (!isObject(body)) return [];
  const found = Object.hasOwn(body, path) ? dissolve(body[path]) : [];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    for (const inner of dissolve(body[path.slice(0, dot)])) {
      for (const value of valuesAt(inner, path.slice(dot + 1))) found.push(value);
    }
  }
  return found;
}

/** Flattens nested arrays, in no particular order. Iterative, because deep nesting would overflow the stack. */
function dissolve(value: unknown): unknown[] {
  const pending = [value];
  const elements: unknown[] = [];
  while (pending.length > 0) {
    const next = pending.pop();
    if (!Array.isArray(next)) elements.push(next);
    else for (const element of next) pending.push(element);
  }
  return elements;
}
