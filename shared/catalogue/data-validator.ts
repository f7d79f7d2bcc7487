import type { ErrorObject } from 'ajv';

/** The schema of a type's data, and the code that Ajv made of it. */
export interface DataValidator {
  readonly isValid: CompiledSchema;
  readonly schema: JsonSchema;
}

/** As Ajv generates it with `allErrors` and without `messages`. Overwrites `errors` with every call. */
export interface CompiledSchema {
  (data: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}

/** As much of JSON Schema as messages are made of. */
export interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}
