import Ajv from 'ajv';
import type { CompiledSchema } from '../../../shared/catalogue/data-validator';
import type { JsonSchema } from '../type-of-schema';

/** As the functions check: what this takes, they take. */
export const compiler = (options: { readonly schemas?: Readonly<Record<string, JsonSchema>> } = {}): Ajv =>
  new Ajv({
    allErrors: true,
    // `faults-by-schema.ts` words the messages from keyword and schema: half the code in every bundle.
    messages: false,
    strict: true,
    ...options,
    code: { source: true, esm: true, lines: true },
  });

let shared: Ajv | undefined;

/** One compiler for all, which compiles the schema of schemas once: without, types take 40 ms each. */
export function compiled(schema: JsonSchema): CompiledSchema {
  shared ??= compiler();
  return shared.compile(schema) as unknown as CompiledSchema;
}

/** The alternatives of a union, at any depth of unions. What is no union is its own alternative. */
export const alternativesOf = (schema: JsonSchema): readonly JsonSchema[] =>
  schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(alternativesOf);

/** Those that accept a value. The schema must be `plain`, so that each alternative is compiled once. */
export function alternativesFor(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const alternatives = alternativesOf(schema);
  return schema.anyOf === undefined ? alternatives : alternatives.filter((one) => compiled(one)(value));
}

/** All values of a schema that has only a few: constants, null, true and false. None where they cannot be listed. */
export function valuesOf({ type, anyOf = [], ...schema }: JsonSchema): readonly unknown[] {
  if ('const' in schema) return [schema.const];
  if (type === 'boolean') return [true, false];
  return type === 'null' ? [null] : [...(schema.enum ?? []), ...anyOf.flatMap(valuesOf)];
}

/** Without TypeBox's symbols. */
export const plain = (schema: object): JsonSchema => JSON.parse(JSON.stringify(schema));

/** `sign-in.new-device` is `signInNewDevice`. */
export const identifier = (type: string): string =>
  type.replace(/[._-]+(.)/g, (_, letter: string) => letter.toUpperCase());
