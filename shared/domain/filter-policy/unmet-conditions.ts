import { conditionsText } from './condition-text';
import { meetsAny } from './conditions';
import { isOr } from './every-key';
import { shown } from './fault';
import { type FilterPolicy, isObject } from './filter-policy';
import { isEmptyObject, matchesObject, valuesAt } from './match-body';

/** A condition of a policy that a body does not meet, for people. */
export interface Unmet {
  /** Dotted path of the key, such as `data.amount`; `$or` for alternatives of which the body meets none. */
  readonly condition: string;
  /** Such as `> 100`. */
  readonly needs: string;
  /** The value in the body, such as `50`; `none` if it has none. */
  readonly has: string;
}

/**
 * Why a policy in MessageBody scope does not match a body: the conditions that are not met. Empty exactly where
 * `matchesBody` is true.
 */
export function unmetConditions(policy: FilterPolicy, body: unknown): readonly Unmet[] {
  if (isEmptyObject(policy)) return [];
  if (!isObject(body)) return [{ condition: '', needs: 'a JSON object', has: shown(body) }];
  return unmetOf(policy, { body, prefix: '', place: '', isEmptyMessage: isEmptyObject(body) });
}

/** What a policy, or the part of one below a key, is compared with. */
interface Compared {
  readonly body: unknown;
  /** Of the names that `body` may spell with dots. */
  readonly prefix: string;
  /** Dotted path from the whole body, with a final dot unless it is empty. */
  readonly place: string;
  readonly isEmptyMessage: boolean;
}

const unmetOf = (policy: FilterPolicy, compared: Compared): Unmet[] =>
  Object.entries(policy).flatMap(([key, node]) => unmetAt(key, node, compared));

function unmetAt(key: string, node: unknown, compared: Compared): Unmet[] {
  if (isOr(key, node)) return unmetBranches(node, compared);
  const { body, prefix, place, isEmptyMessage } = compared;
  const values = valuesAt(body, prefix + key);
  const condition = place + key;
  if (isObject(node)) return unmetNested(node as FilterPolicy, values, key, compared);
  if (Array.isArray(node) && meetsAny(node, values, isEmptyMessage)) return [];
  return [{ condition, needs: conditionsText(node), has: valuesText(values) }];
}

function unmetBranches(branches: readonly FilterPolicy[], compared: Compared): Unmet[] {
  const unmet = branches.map((branch) => unmetOf(branch, compared));
  if (unmet.some(({ length }) => length === 0)) return [];
  const needs = unmet.map((one) => one.map(({ condition, needs }) => `${condition} ${needs}`).join(' and '));
  const has = unmet.flat().map(({ condition, has }) => `${condition} ${has}`);
  return [{ condition: '$or', needs: needs.join(', or '), has: [...new Set(has)].join(', ') }];
}

function unmetNested(policy: FilterPolicy, values: readonly unknown[], key: string, compared: Compared): Unmet[] {
  const { prefix, place, isEmptyMessage } = compared;
  const below = { place: `${place}${key}.`, isEmptyMessage };
  if (values.length === 0) return unmetOf(policy, { ...below, body: compared.body, prefix: `${prefix}${key}.` });
  if (values.some((value) => matchesObject(policy, value, '', isEmptyMessage))) return [];
  const [only] = values;
  if (values.length === 1) return unmetOf(policy, { ...below, body: only, prefix: '' });
  const has = `${values.length} elements, none of which meets all of that`;
  return [{ condition: place + key, needs: `an element with ${policyText(policy)}`, has }];
}

/** The conditions of a whole policy. */
const policyText = (policy: FilterPolicy, place = ''): string =>
  Object.entries(policy)
    .map(([key, node]) => {
      if (isOr(key, node)) return `(${node.map((branch) => policyText(branch, place)).join(', or ')})`;
      return isObject(node)
        ? policyText(node as FilterPolicy, `${place}${key}.`)
        : `${place}${key} ${conditionsText(node)}`;
    })
    .join(' and ');

const MAX_SHOWN = 5;

/** `valuesAt` returns the elements of a list from the last to the first. */
function valuesText(values: readonly unknown[]): string {
  const present = values.filter((value) => value !== undefined).toReversed();
  if (present.length === 0) return 'none';
  const others = present.length > MAX_SHOWN ? [`and ${present.length - MAX_SHOWN} more`] : [];
  return [...present.slice(0, MAX_SHOWN).map(shown), ...others].join(', ');
}
