import { CodedError } from '../../shared/domain/kit/errors/coded-error';

/** The part of JSON Schema that the catalogue uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly description?: string;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/**
 * TypeScript type of the values that a JSON schema accepts, with descriptions as comments.
 *
 * @throws CodedError `catalogue.schema.unsupported` for an unsupported schema, such as a tuple or a record
 */
export function typeOfSchema(schema: JsonSchema, indent = ''): string {
  if ('const' in schema) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((alternative) => typeOfSchema(alternative, indent)).join(' | ');
  if (schema.type === 'array' && schema.items) return `ReadonlyArray<${typeOfSchema(schema.items, indent)}>`;
  if (schema.type === 'object' && schema.properties) return typeOfObject(schema, schema.properties, indent);
  return PRIMITIVES[schema.type ?? ''] ?? refuse(schema);
}

function typeOfObject({ required = [] }: JsonSchema, properties: Record<string, JsonSchema>, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `${inner}/** ${schema.description} */\n`;
    const key = /^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? name : literal(name);
    return `${comment}${inner}readonly ${key}${required.includes(name) ? '' : '?'}: ${typeOfSchema(schema, inner)};\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

const literal = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll("'", "\\'")
    .replace(/^"(.*)"$/s, "'$1'");

function refuse(schema: JsonSchema): never {
  throw new CodedError(
    'catalogue.schema.unsupported',
    `no TypeScript type is known for the schema ${JSON.stringify(schema).slice(0, 200)}`,
    'use objects, arrays, strings, numbers, booleans, null, literals and unions of them',
  );
}
