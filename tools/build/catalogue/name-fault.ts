import { nearest } from '../../../shared/catalogue/nearest';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { shown } from '../../../shared/domain/notification/attribute-rules';

/** Fault of an unknown name; empty for a known one. */
export function nameFaults(code: string, path: string, name: string, known: readonly string[]): Fault[] {
  if (known.includes(name)) return [];
  return [{ code, path, message: `${shown(name)} is not known; ${suggestion(nearest(String(name), known), known)}` }];
}

/** Suggestion for an unknown name: the nearest known name, or all. */
export const suggestion = (similar: string | undefined, known: readonly string[]): string =>
  similar === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${similar}?`;

/** Duplicates: elements that occur earlier in the list. */
export const duplicateFaults = (code: string, path: string, names: readonly string[]): Fault[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ code, path: `${path}/${index}`, message: `${shown(name)} is there twice` }] : [],
  );
