import { catalogue } from './';
import type { TypeDefinition } from './define-type';

const definitions: ReadonlyMap<string, TypeDefinition> = new Map(
  catalogue.map((definition): [string, TypeDefinition] => [definition.type, definition]),
);

/** Undefined for an unknown type. */
export const findDefinition = (type: string): TypeDefinition | undefined => definitions.get(type);
