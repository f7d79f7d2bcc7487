import Ajv from 'ajv';
import type { CompiledSchema } from '../../../shared/catalogue/data-validator';
import type { JsonSchema } from '../type-of-schema';

/** Ajv with the options of the functions' validators, so that both accept the same data. */
export const compiler = (options: { readonly schemas?: Readonly<Record<string, JsonSchema>> } = {}): Ajv =>
  new Ajv({
    allErrors: true,
    // Halves the code in every bundle: `faults-by-schema.ts` creates the messages from keyword and schema.
    messages: false,
    strict: true,
    ...options,
    code: { source: true, esm: true, lines: true },
  });

let shared: Ajv | undefined;

/** One shared instance, which compiles the meta-schema once: separate ones take 40 ms per type. */
export function compiled(schema: JsonSchema): CompiledSchema {
  shared ??= compiler();
  return shared.compile(schema) as unknown as CompiledSchema;
}

/** Alternatives of a union, nested unions flattened; a schema that is no union is its own alternative. */
export const alternativesOf = (schema: JsonSchema): readonly JsonSchema[] =>
  schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(alternativesOf);

/** Alternatives that accept a value. The schema must be `plain`, so that each alternative is compiled once. */
export function alternativesFor(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const alternatives = alternativesOf(schema);
  return schema.anyOf === undefined ? alternatives : alternatives.filter((one) => compiled(one)(value));
}

/** All values of a finite schema (constants, null, booleans); empty for any other schema. */
export function valuesOf({ type, anyOf = [], ...schema }: JsonSchema): readonly unknown[] {
  if ('const' in schema) return [schema.const];
  if (type === 'boolean') return [true, false];
  return type === 'null' ? [null] : [...(schema.enum ?? []), ...anyOf.flatMap(valuesOf)];
}

/** The schema as plain JSON, without TypeBox's symbols. */
export const plain = (schema: object): JsonSchema => JSON.parse(JSON.stringify(schema));

/** Camel case: `sign-in.new-device` becomes `signInNewDevice`. */
export const identifier = (type: string): string =>
  type.replace(/[._-]+(.)/g, (_, letter: string) => letter.toUpperCase());
