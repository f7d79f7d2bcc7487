import type { Fault } from '../kit/errors/coded-error';
import { pointer } from '../kit/json/json-pointer';
import { isOr } from './every-key';
import { fault, shown } from './fault';
import { isObject } from './filter-policy';

type Policy = Readonly<Record<string, unknown>>;

/** A key that holds conditions. */
export interface Leaf {
  /** Dotted path of keys: SNS joins nested names by dots before it compares them. */
  readonly name: string;
  /** JSON Pointer. */
  readonly path: string;
  readonly conditions: readonly unknown[];
}

/** The leaves of all branches of `$or`: a name may occur several times. */
export const leaves = (policy: Policy): readonly Leaf[] => survey(policy, '', '').leaves;

/**
 * Faults of keys that a message would have to match twice: beside `$or` and in one of its branches, or in two
 * spellings. SNS's pages do not define such a policy. Event Ruler, whose error messages SNS returns, keeps the last
 * condition and silently drops the other.
 *
 * @see https://github.com/aws/event-ruler/pull/212
 */
export const repetitionFaults = (policy: Policy): Fault[] =>
  survey(policy, '', '').repeated.map(({ name, path }) =>
    fault(
      'key.repeated',
      path,
      `key ${shown(name)} is there twice, expected once; put it into every branch of $or alone`,
    ),
  );

interface Survey {
  readonly leaves: readonly Leaf[];
  /** Leaves whose name occurred before, other than in another branch of the same `$or`. */
  readonly repeated: readonly Leaf[];
}

function survey(policy: Policy, prefix: string, path: string): Survey {
  const parts = Object.entries(policy).map(([key, node]) => surveyNode(key, node, prefix, pointer(path, key)));
  const known = new Set<string>();
  const again: Leaf[] = [];
  for (const part of parts) {
    again.push(...part.leaves.filter(({ name }) => known.has(name)));
    for (const { name } of part.leaves) known.add(name);
  }
  const whole = merged(parts);
  return { ...whole, repeated: [...whole.repeated, ...again] };
}

function surveyNode(key: string, node: unknown, prefix: string, path: string): Survey {
  if (isOr(key, node)) return merged(node.map((branch, at) => survey(branch, prefix, `${path}/${at}`)));
  if (isObject(node)) return survey(node, `${prefix}${key}.`, path);
  return { leaves: [{ name: prefix + key, path, conditions: Array.isArray(node) ? node : [] }], repeated: [] };
}

const merged = (parts: readonly Survey[]): Survey => ({
  leaves: parts.flatMap(({ leaves }) => leaves),
  repeated: parts.flatMap(({ repeated }) => repeated),
});
