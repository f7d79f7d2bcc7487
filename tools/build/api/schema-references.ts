import { type Json, mapSubschemas } from './map-schema';

/** Schemas with a title, by their title. */
export type Components = Map<string, unknown>;

/** The schema as JSON. One with a title becomes a component, and is referred to. */
export function referring(schema: object, components: Components): Json {
  const { title, ...rest } = schema as Json;
  const written = () => mapSubschemas(rest, (one) => referring(one, components));
  if (typeof title !== 'string') return written();
  if (!components.has(title)) {
    components.set(title, undefined);
    components.set(title, { title, ...written() });
  }
  return { $ref: `#/components/schemas/${title}` };
}

/** Components sorted by name, so that the document does not depend on who used one first. */
export const sortedComponents = (components: Components): Json =>
  Object.fromEntries([...components].sort(([one], [other]) => (one < other ? -1 : 1)));
