import type { JsonSchema } from '../type-of-schema';
import { alternativesFor, compiled, valuesOf } from './compiler';

/** Maximum number of optional properties for all combinations; with more, each alone and all together are left out. */
const MAX_COMBINED = 6;

/**
 * Variations of the example that the schema accepts, each with one change at any depth:
 *
 * - an object without some of its optional properties, in every combination
 * - another allowed constant, null, true or false in place of a value
 * - a shorter list, down to the empty one, and each element varied, in its place and alone
 *
 * Invents no other objects, lists, texts or numbers. At most `MAX_VARIATIONS`, the example first. Requires a `plain` schema
 * that accepts the example.
 */
export function variationsOf(schema: JsonSchema, example: unknown): unknown[] {
  const isAccepted = compiled(schema);
  const others = otherValues(schema, example).filter((value) => isAccepted(value));
  return distinct([example, ...others]);
}

/** A mail takes about 10 ms to render, and each level of lists doubles the variations. */
const MAX_VARIATIONS = 1_000;

/**
 * Distinct variations. Above `MAX_VARIATIONS`, the first and a deterministic random sample: a regular stride would select
 * one kind of change only, because the kinds alternate in the list.
 */
function distinct(values: readonly unknown[]): unknown[] {
  const all = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  const chance = (n: number) => (n === 0 ? 0 : Math.imul(n, KNUTH) >>> 0);
  const limit = all.map((_, n) => chance(n)).toSorted((one, other) => one - other)[MAX_VARIATIONS] ?? 2 ** 32;
  return all.filter((_, n) => chance(n) < limit);
}

/** Multiplier of multiplicative hashing (The Art of Computer Programming, volume 3, 6.4). */
const KNUTH = 0x9e3779b1;

type Values = Readonly<Record<string, unknown>>;

/** May include values that the schema refuses, such as a list whose elements are no longer distinct. */
const otherValues = (schema: JsonSchema, value: unknown): unknown[] =>
  distinct([
    ...alternativesFor(schema, value).flatMap((alternative) => innerVariations(alternative, value)),
    ...valuesOf(schema).filter((other) => other !== value),
  ]);

function innerVariations(schema: JsonSchema, value: unknown): unknown[] {
  if (Array.isArray(value)) return variationsOfList(schema, value);
  if (typeof value === 'object' && value !== null) return variationsOfObject(schema, value as Values);
  return [];
}

function variationsOfObject({ required = [], properties = {} }: JsonSchema, values: Values): unknown[] {
  const optional = Object.keys(values).filter((name) => !required.includes(name));
  const fewer = leftOut(optional).map((names) => without(values, names));
  const inner = Object.entries(values).flatMap(([name, value]) =>
    otherValues(properties[name] ?? {}, value).map((other) => ({ ...values, [name]: other })),
  );
  return [...fewer, ...inner];
}

function variationsOfList({ items = {}, minItems = 0 }: JsonSchema, list: readonly unknown[]): unknown[] {
  const shorter = list.map((_, length) => list.slice(0, length)).slice(minItems);
  const varied = list.flatMap((element, place) =>
    otherValues(items, element).flatMap((other) => [list.with(place, other), [other]]),
  );
  return [...shorter, ...list.map((element) => [element]), ...varied];
}

/** All non-empty subsets. */
function leftOut(names: readonly string[]): string[][] {
  if (names.length > MAX_COMBINED) return [...names.map((name) => [name]), [...names]];
  return names.flatMap((name, n) => [[name], ...leftOut(names.slice(n + 1)).map((others) => [name, ...others])]);
}

const without = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
