export type Json = Readonly<Record<string, unknown>>;

const WITH_A_SCHEMA = ['additionalProperties', 'items', 'not'];
const WITH_SCHEMAS = ['allOf', 'anyOf', 'oneOf'];
/** A property may be called `title` or `examples`: its name is no keyword. */
const WITH_SCHEMAS_BY_NAME = ['properties', 'patternProperties'];

/** A copy of a JSON Schema in which `map` has replaced the schemas directly below it. Values, such as `default`, stay. */
export const mapSubschemas = (schema: Json, map: (schema: Json) => Json): Json =>
  Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, mapped(keyword, value, map)]));

function mapped(keyword: string, value: unknown, map: (schema: Json) => Json): unknown {
  if (WITH_SCHEMAS.includes(keyword)) return (value as readonly Json[]).map(map);
  if (typeof value !== 'object' || value === null) return value;
  if (WITH_A_SCHEMA.includes(keyword)) return map(value as Json);
  if (!WITH_SCHEMAS_BY_NAME.includes(keyword)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, map(schema as Json)]));
}
