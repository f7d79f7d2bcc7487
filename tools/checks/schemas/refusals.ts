import { isDeepStrictEqual } from 'node:util';
import { pointer } from '../../../shared/domain/kit/json/json-pointer';
import { alternativesOf, compiled, valuesOf } from '../../build/catalogue/compiler';
import type { JsonSchema } from '../../build/type-of-schema';
import { boundFaults } from './bound-faults';

/** Why a value that one schema accepts may be refused by another. */
export interface Refusal {
  /** JSON Pointer to the value; `*` for each element of a list. */
  readonly path: string;
  /** Says what the value may be. */
  readonly message: string;
}

export interface Reader {
  /** Whether it accepts properties that it does not name, as receivers should. */
  readonly ignoresUnknown: boolean;
}

/**
 * Every reason for which a value of `from` may be refused by a reader of `to`; empty if `to` accepts all of them. May name a
 * reason where there is none, such as for a pattern that is written in another way; never leaves one out.
 */
export function refusals(from: JsonSchema, to: JsonSchema, reader: Reader, path = ''): Refusal[] {
  if (isDeepStrictEqual(withoutText(from), withoutText(to))) return [];
  return alternativesOf(from).flatMap((one) => {
    const values = valuesOf(one);
    return values.length > 0 ? valueRefusals(values, to, path) : alternativeRefusals(one, to, reader, path);
  });
}

/** Descriptions are for people. */
function withoutText(schema: JsonSchema): unknown {
  return JSON.parse(
    JSON.stringify(schema, (name, value) => (name === 'description' && typeof value === 'string' ? undefined : value)),
  );
}

const valueRefusals = (values: readonly unknown[], to: JsonSchema, path: string): Refusal[] =>
  values.filter((value) => !compiled(to)(value)).map((value) => ({ path, message: `may be ${JSON.stringify(value)}` }));

/** Accepted if one alternative accepts all of it. With a single one its own reasons are told. */
function alternativeRefusals(from: JsonSchema, to: JsonSchema, reader: Reader, path: string): Refusal[] {
  const alternatives = alternativesOf(to);
  const found = alternatives.map((one) => plainRefusals(from, one, reader, path));
  if (found.some(({ length }) => length === 0)) return [];
  const ofSameType = found.filter((_, n) => alternatives[n]?.type === from.type);
  const [only, ...others] = ofSameType;
  return only !== undefined && others.length === 0 ? only : [{ path, message: `may be ${kindOf(from)}` }];
}

const kindOf = ({ type }: JsonSchema): string => `of the type ${type ?? 'that its schema says'}`;

/** Both are no unions, and `from` has more values than could be tried. */
function plainRefusals(from: JsonSchema, to: JsonSchema, reader: Reader, path: string): Refusal[] {
  const isWider = from.type === to.type || (from.type === 'integer' && to.type === 'number');
  if (!isWider || valuesOf(to).length > 0) return [{ path, message: `may be ${kindOf(from)}` }];
  return [
    ...boundFaults(from, to).map((message) => ({ path, message })),
    ...propertyRefusals(from, to, reader, path),
    ...(from.items && to.items ? refusals(from.items, to.items, reader, pointer(path, '*')) : []),
  ];
}

function propertyRefusals(from: JsonSchema, to: JsonSchema, reader: Reader, path: string): Refusal[] {
  const { properties = {}, required = [] } = from;
  const known = to.properties ?? {};
  const isClosed = to.additionalProperties === false && !reader.ignoresUnknown;
  return [
    ...(to.required ?? [])
      .filter((name) => !required.includes(name))
      .map((name) => ({ path: pointer(path, name), message: 'may be missing' })),
    ...Object.entries(properties).flatMap(([name, schema]) => {
      const at = pointer(path, name);
      const other = known[name];
      if (other !== undefined) return refusals(schema, other, reader, at);
      return isClosed ? [{ path: at, message: 'may be there' }] : [];
    }),
  ];
}
