import type { JsonSchema } from '../type-of-schema';
import { alternativeFor } from './compiler';

/** Beyond so many optional properties side by side, not every combination is made: each alone, and all. */
const MAX_COMBINED = 6;

/**
 * The example as the schema lets it vary: every combination of optional properties left out, at any depth, every constant
 * and null that a union allows, and lists of one. In a union, the alternative that accepts the example says what may vary:
 * nothing is made up for the other objects and lists. Never empty: the example comes first. For one that the schema accepts.
 */
export function variationsOf(schema: JsonSchema, example: unknown): unknown[] {
  const others = constantsOf(schema).filter((value) => value !== example);
  return [example, ...innerVariations(alternativeFor(schema, example) ?? {}, example), ...others];
}

type Values = Readonly<Record<string, unknown>>;

/** Without the example itself. */
function innerVariations(schema: JsonSchema, example: unknown): unknown[] {
  if (Array.isArray(example)) return variationsOfList(schema, example);
  if (typeof example === 'object' && example !== null) return variationsOfObject(schema, example as Values);
  return [];
}

function variationsOfObject({ required = [], properties = {} }: JsonSchema, example: Values): unknown[] {
  const optional = Object.keys(example).filter((name) => !required.includes(name));
  const fewer = leftOut(optional).map((names) => without(example, names));
  const inner = Object.entries(example).flatMap(([name, value]) =>
    variationsOf(properties[name] ?? {}, value)
      .slice(1)
      .map((other) => ({ ...example, [name]: other })),
  );
  return [...fewer, ...inner];
}

const variationsOfList = ({ items = {} }: JsonSchema, example: readonly unknown[]): unknown[] =>
  example.slice(0, 1).flatMap((first) => variationsOf(items, first).map((one) => [one]));

/** The alternatives of a union that are one value each. */
const constantsOf = ({ anyOf = [] }: JsonSchema): unknown[] =>
  anyOf.flatMap((schema) => {
    if ('const' in schema) return [schema.const];
    return schema.type === 'null' ? [null] : constantsOf(schema);
  });

/** Every choice of at least one. */
function leftOut(names: readonly string[]): string[][] {
  if (names.length > MAX_COMBINED) return [...names.map((name) => [name]), [...names]];
  return names.flatMap((name, n) => [[name], ...leftOut(names.slice(n + 1)).map((others) => [name, ...others])]);
}

const without = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
