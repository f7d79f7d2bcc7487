import type { TSchema } from '@sinclair/typebox';

/** Beyond so many optional properties side by side, not every combination is made: each alone, and all. */
const MAX_COMBINED = 6;

/**
 * The example as the schema lets it vary: every combination of optional properties left out, at any depth, every
 * alternative of a union of constants, and lists of one. Never empty: the example comes first.
 */
export function variationsOf(schema: TSchema, example: unknown): unknown[] {
  if (Array.isArray(example)) return variationsOfList(schema, example);
  if (typeof example === 'object' && example !== null) return variationsOfObject(schema, example as Values);
  return [example, ...alternatives(schema).filter((value) => value !== example)];
}

type Values = Readonly<Record<string, unknown>>;

function variationsOfObject(schema: TSchema, example: Values): unknown[] {
  const required = new Set<string>(schema.required ?? []);
  const optional = Object.keys(example).filter((name) => !required.has(name));
  const fewer = leftOut(optional).map((names) => without(example, names));
  const inner = Object.entries(example).flatMap(([name, value]) =>
    variationsOf(schema.properties[name], value)
      .slice(1)
      .map((other) => ({ ...example, [name]: other })),
  );
  return [example, ...fewer, ...inner];
}

const variationsOfList = ({ items }: TSchema, example: readonly unknown[]): unknown[] => [
  example,
  ...example.slice(0, 1).flatMap((first) => variationsOf(items, first).map((one) => [one])),
];

const alternatives = ({ anyOf = [] }: TSchema): unknown[] =>
  (anyOf as readonly TSchema[]).flatMap((schema) => ('const' in schema ? [schema.const] : []));

/** Every choice of at least one. */
function leftOut(names: readonly string[]): string[][] {
  if (names.length > MAX_COMBINED) return [...names.map((name) => [name]), [...names]];
  return names.flatMap((name, n) => [[name], ...leftOut(names.slice(n + 1)).map((others) => [name, ...others])]);
}

const without = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
