import type { JsonSchema } from './data-validator';
import { findDefinition } from './find-definition';

/** The part of JSON Schema that says which values a text may stand for. */
interface Typed extends JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Typed>>;
  readonly items?: Typed;
  readonly anyOf?: readonly Typed[];
}

export type ScalarType = 'string' | 'number' | 'boolean';

/**
 * What a value of `data` may be, by the schema of the type: every alternative of a union. Empty for a path or a type that
 * the catalogue does not have.
 */
export function scalarTypesAt(type: string, path: readonly (string | number)[]): ReadonlySet<ScalarType> {
  const definition = findDefinition(type);
  const found = definition ? path.reduce(within, [definition.data as Typed]) : [];
  return new Set(
    found.flatMap(alternatives).flatMap(({ type: name, const: value }) => SCALARS[name ?? typeof value] ?? []),
  );
}

const within = (schemas: readonly Typed[], step: string | number): readonly Typed[] =>
  schemas.flatMap(alternatives).flatMap(({ properties = {}, items }) => {
    const member = typeof step === 'number' ? items : Object.hasOwn(properties, step) ? properties[step] : undefined;
    return member ?? [];
  });

const alternatives = (schema: Typed): readonly Typed[] => schema.anyOf?.flatMap(alternatives) ?? [schema];

const SCALARS: Readonly<Record<string, ScalarType>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};
