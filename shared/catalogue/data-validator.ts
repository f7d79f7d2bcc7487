import type { ErrorObject } from 'ajv';

/** A compiled schema, as Ajv generates it with `allErrors` and `verbose`. Overwrites `errors` with every call. */
export interface DataValidator {
  (data: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}
