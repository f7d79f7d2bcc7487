import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import { type JsonSchema, typeOfSchema } from '../type-of-schema';
import { compiled } from './compiler';

/** Faults of a schema that prevent code generation or let misspelt data pass. `path` is that of the schema. */
export function schemaFaults(schema: JsonSchema, path: string): Fault[] {
  return [...untypedFaults(schema, path), ...compileFaults(schema, path), ...partFaults(schema, path)];
}

function untypedFaults(schema: JsonSchema, path: string): Fault[] {
  try {
    typeOfSchema(schema);
    return [];
  } catch (error) {
    return [{ code: 'catalogue.schema.unsupported', path, message: (error as Error).message }];
  }
}

/** Ajv throws at the first fault: an unknown format or keyword, or an invalid regular expression. */
function compileFaults(schema: JsonSchema, path: string): Fault[] {
  try {
    compiled(schema);
    return [];
  } catch (error) {
    return [{ code: 'catalogue.schema.invalid', path, message: `does not compile: ${(error as Error).message}` }];
  }
}

interface Part {
  readonly schema: JsonSchema;
  readonly path: string;
}

const partFaults = (schema: JsonSchema, path: string): Fault[] =>
  partsOf({ schema, path }).flatMap((part) => [...openFaults(part), ...commentFaults(part)]);

/** A schema and all nested schemas. */
const partsOf = (part: Part): Part[] => [part, ...innerParts(part).flatMap(partsOf)];

function innerParts({ schema: { properties = {}, items, anyOf = [] }, path }: Part): Part[] {
  const at = (key: string, schema: JsonSchema): Part => ({ schema, path: pointer(path, key) });
  return [
    ...Object.entries(properties).map(([name, schema]) => ({
      schema,
      path: pointer(pointer(path, 'properties'), name),
    })),
    ...(items === undefined ? [] : [at('items', items)]),
    ...anyOf.map((schema, index) => ({ schema, path: pointer(pointer(path, 'anyOf'), String(index)) })),
  ];
}

function openFaults({ schema, path }: Part): Fault[] {
  if (schema.type !== 'object' || schema.additionalProperties === false) return [];
  const message =
    'takes properties that it does not name, and with them misspelt ones; add additionalProperties: false';
  return [{ code: 'catalogue.schema.open', path, message }];
}

function commentFaults({ schema: { description }, path }: Part): Fault[] {
  return description?.includes('*/') ? [commentEnd(pointer(path, 'description'))] : [];
}

/** Descriptions become comments in the SDK's types. */
export const commentEnd = (path: string): Fault => ({
  code: 'catalogue.description.malformed',
  path,
  message: "has '*/', which ends the comment that the generated types make of it; write it in another way",
});
