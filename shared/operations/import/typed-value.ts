import type { ScalarType } from '../../catalogue/schema-at';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * The value that a cell stands for. A number is written as in JSON, a boolean as true or false in upper or lower case,
 * as spreadsheets write it. Any other text stays as it is, and the validation says what was expected; so does a number
 * with more digits than a double holds.
 */
export function typedValue(text: string, types: ReadonlySet<ScalarType>): string | number | boolean {
  if (types.has('string')) return text;
  if (types.has('boolean') && Object.hasOwn(BOOLEANS, text.toLowerCase())) return BOOLEANS[text.toLowerCase()] === true;
  return types.has('number') && NUMBER.test(text) && isExact(text) ? Number(text) : text;
}

const isExact = (text: string): boolean => Number.isFinite(Number(text)) && text.replace(/\D/g, '').length <= 15;
