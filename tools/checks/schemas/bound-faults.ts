import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../../build/type-of-schema';

type Keywords = Readonly<Record<string, unknown>>;

/** Keywords that the other functions of this folder compare. */
const OF_STRUCTURE = [
  'type',
  'const',
  'enum',
  'anyOf',
  'items',
  'properties',
  'required',
  'additionalProperties',
  'description',
];

const LOWER = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum'];
const UPPER = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum'];

/** Texts for each keyword of `to` that may refuse a value of `from`. What is not known is compared as a whole. */
export function boundFaults(from: JsonSchema, to: JsonSchema): string[] {
  const [before, after] = [from as Keywords, to as Keywords];
  return Object.keys(after).flatMap((keyword) => {
    if (OF_STRUCTURE.includes(keyword) || isWithin(keyword, before, after)) return [];
    return [`may break ${keyword} ${JSON.stringify(after[keyword])}${was(before[keyword])}`];
  });
}

const was = (value: unknown): string => (value === undefined ? ', and has none' : `, and has ${JSON.stringify(value)}`);

function isWithin(keyword: string, from: Keywords, to: Keywords): boolean {
  const limit = Number(to[keyword]);
  if (LOWER.includes(keyword)) return lowest(keyword, from) >= limit && !touches(keyword, from, limit);
  if (UPPER.includes(keyword)) return highest(keyword, from) <= limit && !touches(keyword, from, limit);
  if (keyword === 'multipleOf') return Number(from.multipleOf ?? Number.NaN) % limit === 0;
  return isDeepStrictEqual(from[keyword], to[keyword]);
}

/** The smallest value that `from` allows, of what the keyword limits; lengths and counts begin at 0. */
const lowest = (keyword: string, from: Keywords): number =>
  keyword === 'minLength' || keyword === 'minItems'
    ? Number(from[keyword] ?? 0)
    : Math.max(Number(from.minimum ?? -Infinity), Number(from.exclusiveMinimum ?? -Infinity));

const highest = (keyword: string, from: Keywords): number =>
  keyword === 'maxLength' || keyword === 'maxItems'
    ? Number(from[keyword] ?? Infinity)
    : Math.min(Number(from.maximum ?? Infinity), Number(from.exclusiveMaximum ?? Infinity));

/** An inclusive limit allows the value that an exclusive one of the same number refuses. */
const touches = (keyword: string, from: Keywords, limit: number): boolean =>
  keyword.startsWith('exclusive') && from[keyword] !== limit && inclusiveOf(keyword, from) === limit;

const inclusiveOf = (keyword: string, from: Keywords): number =>
  Number(keyword === 'exclusiveMinimum' ? from.minimum : from.maximum);
