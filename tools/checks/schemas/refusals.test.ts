import * as Type from '@sinclair/typebox';
import fc from 'fast-check';
import { compiled, plain } from '../../build/catalogue/compiler';
import type { JsonSchema } from '../../build/type-of-schema';
import { refusals } from './refusals';

const FUNCTIONS = { ignoresUnknown: false };
const RECEIVERS = { ignoresUnknown: true };
const closed = (properties: Type.TProperties) => Type.Object(properties, { additionalProperties: false });
const a = closed({ a: Type.String() });

/** What functions of the second schema may refuse of the first. */
const found = (from: Type.TSchema, to: Type.TSchema, reader = FUNCTIONS) =>
  refusals(plain(from), plain(to), reader).map(({ path, message }) => `${path} ${message}`.trim());

test.each<[string, Type.TSchema, Type.TSchema]>([
  ['is the same, but for its description', Type.String({ description: 'one' }), Type.String({ description: 'two' })],
  ['has one more optional property', a, closed({ a: Type.String(), b: Type.Optional(Type.String()) })],
  ['requires less', a, closed({ a: Type.Optional(Type.String()) })],
  [
    'has one more value',
    Type.Union([Type.Literal('x'), Type.Literal('y')]),
    Type.Union(['x', 'y', 'z'].map((x) => Type.Literal(x))),
  ],
  ['has constants where there was a boolean', Type.Boolean(), Type.Union([Type.Literal(true), Type.Literal(false)])],
  ['takes null too', Type.String(), Type.Union([Type.String(), Type.Null()])],
  ['takes all numbers', Type.Integer({ minimum: 1 }), Type.Number({ minimum: 0 })],
  ['has wider bounds', Type.String({ minLength: 2, maxLength: 5 }), Type.String({ minLength: 1, maxLength: 9 })],
  ['has no bounds', Type.Array(Type.String(), { maxItems: 3 }), Type.Array(Type.String())],
  ['has an exclusive bound below', Type.Number({ minimum: 1 }), Type.Number({ exclusiveMinimum: 0 })],
  ['takes multiples of a divisor', Type.Integer({ multipleOf: 6 }), Type.Integer({ multipleOf: 3 })],
  ['has a constant that is a text', Type.Literal('x'), Type.String()],
])('a schema that %s refuses nothing', (_, from, to) => {
  expect(found(from, to)).toEqual([]);
});

test.each<[string, Type.TSchema, Type.TSchema, string]>([
  ['requires a property more', a, closed({ a: Type.String(), b: Type.String() }), '/b may be missing'],
  ['requires what was optional', closed({ a: Type.Optional(Type.String()) }), a, '/a may be missing'],
  ['has a property less', closed({ a: Type.String(), b: Type.Optional(Type.String()) }), a, '/b may be there'],
  ['has another type', a, closed({ a: Type.Number() }), '/a may be of the type string'],
  ['has a type of the other in a union alone', Type.Union([Type.String(), Type.Null()]), Type.String(), 'may be null'],
  ['has a value less', Type.Union([Type.Literal('x'), Type.Literal('y')]), Type.Literal('x'), 'may be "y"'],
  ['takes integers alone', Type.Number(), Type.Integer(), 'may be of the type number'],
  ['has one constant', Type.String(), Type.Literal('x'), 'may be of the type string'],
  [
    'has a shorter limit',
    Type.String({ maxLength: 9 }),
    Type.String({ maxLength: 5 }),
    'may break maxLength 5, and has 9',
  ],
  [
    'has a limit',
    Type.Array(Type.String()),
    Type.Array(Type.String(), { minItems: 1 }),
    'may break minItems 1, and has none',
  ],
  [
    'has another pattern',
    Type.String({ pattern: 'a' }),
    Type.String({ pattern: 'b' }),
    'may break pattern "b", and has "a"',
  ],
  [
    'excludes its bound',
    Type.Number({ minimum: 0 }),
    Type.Number({ exclusiveMinimum: 0 }),
    'may break exclusiveMinimum 0, and has none',
  ],
  ['has narrower elements', Type.Array(Type.Number()), Type.Array(Type.Integer()), '/* may be of the type number'],
])('a schema that %s may refuse what was valid, and the place is named', (_, from, to, refusal) => {
  expect(found(from, to)).toEqual([refusal]);
});

test('a receiver ignores properties that it does not know', () => {
  const more = closed({ a: Type.String(), b: Type.String() });
  expect(found(more, a, RECEIVERS)).toEqual([]);
  expect(found(a, more, RECEIVERS)).toEqual(['/b may be missing']);
});

const bound = (min: string, max: string) =>
  fc.record({ [min]: fc.integer({ min: 0, max: 3 }), [max]: fc.integer({ min: 2, max: 5 }) }, { requiredKeys: [] });

const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
  bound('minLength', 'maxLength').map((keywords) => ({ type: 'string', ...keywords })),
  bound('minimum', 'maximum').map((keywords) => ({ type: 'integer', ...keywords })),
  bound('exclusiveMinimum', 'exclusiveMaximum').map((keywords) => ({ type: 'number', ...keywords })),
  fc.constantFrom<JsonSchema>(
    { type: 'boolean' },
    { type: 'null' },
    { const: 'x', type: 'string' },
    { const: 2, type: 'number' },
  ),
);

const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(leaf, { minLength: 2, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc
      .tuple(tie('schema'), bound('minItems', 'maxItems'))
      .map(([items, keywords]) => ({ type: 'array', items, ...keywords })),
    fc
      .tuple(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema')), fc.subarray(['a', 'b', 'c']))
      .map(([properties, names]) => ({
        type: 'object',
        properties,
        required: names.filter((name) => name in properties),
        additionalProperties: false,
      })),
  ),
}));

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<unknown>('', 'x', 'xxx', 'xxxxxx', 0, 1, 2, 3.5, 6, true, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
  ),
})).value;

test('where no refusal is found, every value of the one schema is valid by the other', () => {
  let judged = 0;
  fc.assert(
    fc.property(schema, schema, fc.array(value, { minLength: 20, maxLength: 40 }), (from, to, values) => {
      if (refusals(from, to, FUNCTIONS).length > 0) return;
      const [before, after] = [compiled(from), compiled(to)];
      const valid = values.filter((one) => before(one));
      judged += valid.length;
      expect(valid.filter((one) => !after(one))).toEqual([]);
    }),
    { numRuns: 12_000 },
  );
  expect(judged).toBeGreaterThan(100);
}, 60_000);
