import { isUnknown, unknownType } from '../../catalogue/type-faults';
import { isObject } from '../../domain/filter-policy/filter-policy';
import type { Fault } from '../../domain/kit/errors/coded-error';
import type { InputEntry } from './parse-entries';

/** A fault for each distinct type of the entries that is not in the catalogue, even if unknown types are allowed. */
export function unknownTypes(entries: readonly InputEntry[]): readonly Fault[] {
  const types = entries.flatMap(({ value }) => (isObject(value) && typeof value.type === 'string' ? [value.type] : []));
  return [...new Set(types.filter(isUnknown))].map(unknownType);
}
