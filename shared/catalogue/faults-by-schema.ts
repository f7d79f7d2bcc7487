import type { ErrorObject } from 'ajv';
import type { Fault } from '../domain/kit/errors/coded-error';
import { pointer, pointerKeys } from '../domain/kit/json/json-pointer';
import type { DataValidator, JsonSchema } from './data-validator';

/** Data may be invalid in thousands of places. */
const MAX_FAULTS = 20;
/** Of a longer value only its length is shown, because faults end up in logs and dead-letter queues. */
const MAX_SHOWN_CHARACTERS = 40;

/** How faults of a value are called. */
export interface FaultNames {
  readonly code: string;
  /** JSON Pointer of the value. */
  readonly path: string;
  /** What the value is, in messages about the whole of it. */
  readonly name: string;
}

const OF_DATA: FaultNames = { code: 'notification.data.invalid', path: '/data', name: 'data' };

/** Violations of the schema, at most 20 faults. */
export function faultsBy({ isValid, schema }: DataValidator, value: unknown, names: FaultNames = OF_DATA): Fault[] {
  if (isValid(value)) return [];
  const errors = (isValid.errors ?? []).filter(isOutsideUnion).slice(0, MAX_FAULTS);
  return errors.map((error) => toFault(error, value, schema, names));
}

/** Drops errors of a union's alternatives; the union's own error says that none matches. */
const isOutsideUnion = ({ schemaPath }: ErrorObject): boolean => !/\/anyOf\/\d/.test(schemaPath);

function toFault(error: ErrorObject, data: unknown, schema: JsonSchema, names: FaultNames): Fault {
  const property = propertyAtFault(error);
  const path = property === undefined ? error.instancePath : pointer(error.instancePath, property);
  const name = path === '' ? names.name : path.slice(1);
  const value = follow(data, error.instancePath);
  const part = follow(schema, parentPointer(error.schemaPath)) as JsonSchema;
  return { code: names.code, path: `${names.path}${path}`, message: `${name} ${explain(error, value, part)}` };
}

/** The value that a JSON Pointer (RFC 6901) points to. */
const follow = (root: unknown, path: string): unknown =>
  pointerKeys(path).reduce((value, key) => (value as Readonly<Record<string, unknown>>)[key], root);

/** The parent of a URI fragment: `/properties/a` for `#/properties/a/minLength`. */
const parentPointer = (schemaPath: string): string =>
  decodeURIComponent(schemaPath.slice(1, schemaPath.lastIndexOf('/')));

function propertyAtFault({ keyword, params }: ErrorObject): string | undefined {
  if (keyword === 'required') return params.missingProperty;
  return keyword === 'additionalProperties' ? params.additionalProperty : undefined;
}

function explain({ keyword, params }: ErrorObject, value: unknown, schema: JsonSchema): string {
  const { properties = {}, description } = schema;
  if (keyword === 'required') return `is missing${expected(properties[params.missingProperty]?.description)}`;
  if (keyword === 'additionalProperties') return `is not known, expected only ${Object.keys(properties).join(', ')}`;
  const allowed = allowedValues(schema)
    ?.map((each) => JSON.stringify(each))
    .join(', ');
  if (allowed !== undefined) return `is ${shown(value)}, expected one of ${allowed}`;
  const rule = RULES[keyword]?.(params);
  if (rule === undefined) return `is ${shown(value)}${expected(description)}`;
  return `is ${shown(value)}, expected ${rule}${description === undefined ? '' : ` (${description})`}`;
}

/** Text for keywords whose rule the description of the schema does not state. */
const RULES: Readonly<Record<string, (params: ErrorObject['params']) => string>> = {
  type: ({ type }) => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`,
  minLength: ({ limit }) => `at least ${limit} characters`,
  maxLength: ({ limit }) => `at most ${limit} characters`,
  minItems: ({ limit }) => `at least ${limit} items`,
  maxItems: ({ limit }) => `at most ${limit} items`,
  minimum: ({ limit }) => `at least ${limit}`,
  maximum: ({ limit }) => `at most ${limit}`,
  exclusiveMinimum: ({ limit }) => `more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `less than ${limit}`,
  multipleOf: ({ multipleOf }) => `a multiple of ${multipleOf}`,
};

const expected = (what: string | undefined): string => (what === undefined ? '' : `, expected ${what}`);

/** The values of an enumeration, which TypeBox writes as a union of constants. */
function allowedValues({ anyOf, enum: values }: JsonSchema): readonly unknown[] | undefined {
  if (values !== undefined) return values;
  return anyOf?.every((schema) => 'const' in schema) ? anyOf.map((schema) => schema.const) : undefined;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value).slice(0, MAX_SHOWN_CHARACTERS);
  return value.length <= MAX_SHOWN_CHARACTERS ? JSON.stringify(value) : `a text of ${value.length} characters`;
}
