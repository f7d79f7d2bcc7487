import { catalogue } from '../../catalogue';
import type { UnknownTypes } from '../../catalogue/type-faults';
import { isObject } from '../../domain/filter-policy/filter-policy';
import { type Leaf, leaves } from '../../domain/filter-policy/leaves';
import { valuesAt } from '../../domain/filter-policy/match-body';
import { readFilter } from '../../domain/webhook/endpoint-filter';
import { wantsType } from '../../domain/webhook/endpoint-types';
import type { Endpoint } from '../../ports/endpoints';

/** A key of a filter that no example of the endpoint's types can meet. */
export interface DeadCondition {
  /** Dotted path, such as `data.amount`. */
  readonly key: string;
  /** The value of an example that no condition compares with, such as a text for `numeric`; undefined if none has any. */
  readonly seen?: unknown;
  /** The types that were looked at. */
  readonly types: readonly string[];
}

/**
 * Keys below `data` that no example of the catalogue's types meets, whatever its values: a misspelt name, or `numeric` of what
 * is a text. Empty if the stack allows types that are not in the catalogue.
 */
export function deadConditions(
  { types, filter }: Pick<Endpoint, 'types' | 'filter'>,
  unknownTypes: UnknownTypes,
): readonly DeadCondition[] {
  const policy = filter === undefined ? undefined : readFilter(filter);
  const wanted = catalogue.filter(({ type }) => wantsType(types, type));
  if (policy === undefined || unknownTypes === 'allow' || wanted.length === 0) return [];
  const events = wanted.flatMap((one) => examplesOf(one).map((data) => ({ data })));
  const names = wanted.map(({ type }) => type);
  return leaves(policy).flatMap((leaf) => deadOf(leaf, events, names));
}

const examplesOf = (type: {
  readonly example: unknown;
  readonly examples?: readonly unknown[];
}): readonly unknown[] => [type.example, ...(type.examples ?? [])];

function deadOf({ name, conditions }: Leaf, events: readonly object[], types: readonly string[]): DeadCondition[] {
  if (!name.startsWith('data.') || conditions.some(isOfAbsence)) return [];
  const values = events.flatMap((event) => valuesAt(event, name));
  if (values.length === 0) return [{ key: name, types }];
  const isDead = conditions.every(isNumeric) && !values.some((value) => typeof value === 'number');
  return isDead ? [{ key: name, seen: values[0], types }] : [];
}

const isOfAbsence = (condition: unknown): boolean => isObject(condition) && condition.exists === false;
const isNumeric = (condition: unknown): boolean =>
  typeof condition === 'number' || (isObject(condition) && 'numeric' in condition);
