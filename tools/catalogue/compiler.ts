import Ajv from 'ajv';
import type { CompiledSchema } from '../../shared/catalogue/data-validator';
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

/**
 * The alternative of a union that accepts the value, at any depth of unions: the first, where several do. What is no union
 * is its own alternative; `undefined` where none accepts it.
 */
export function alternativeFor(schema: JsonSchema, value: unknown): JsonSchema | undefined {
  if (schema.anyOf === undefined) return schema;
  const accepting = schema.anyOf.find((alternative) => compiled(plain(alternative))(value));
  return accepting && alternativeFor(accepting, value);
}

/** Without TypeBox's symbols. */
export const plain = (schema: object): JsonSchema => JSON.parse(JSON.stringify(schema));

/** `sign-in.new-device` is `signInNewDevice`. */
export const identifier = (type: string): string =>
  type.replace(/[._-]+(.)/g, (_, letter: string) => letter.toUpperCase());
