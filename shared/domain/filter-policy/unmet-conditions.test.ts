import fc from 'fast-check';
import type { FilterPolicy } from './filter-policy';
import { matches } from './matches';
import { unmetConditions } from './unmet-conditions';

const texts = (policy: unknown, body: unknown) =>
  unmetConditions(policy as FilterPolicy, body).map(
    ({ condition, needs, has }) => `${condition} needs ${needs}; has ${has}`,
  );

it.each<[unknown, unknown, readonly string[]]>([
  [{ data: { amount: [{ numeric: ['>', 100] }] } }, { data: { amount: 50 } }, ['data.amount needs > 100; has 50']],
  [
    { 'data.amount': [{ numeric: ['>', 0, '<=', 9] }] },
    { data: { amount: 50 } },
    ['data.amount needs > 0 and <= 9; has 50'],
  ],
  [{ a: ['x', 1, null] }, {}, ['a needs "x" or 1 or null; has none']],
  [{ a: [{ exists: true }], b: [{ exists: false }] }, { b: null, c: 1 }, ['a needs a value; has none']],
  [{ b: [{ exists: false }] }, { b: '1' }, ['b needs no value; has "1"']],
  [
    { a: [{ prefix: 'x' }, { suffix: 'y' }] },
    { a: 'z' },
    ['a needs a text that begins with "x" or a text that ends with "y"; has "z"'],
  ],
  [
    { a: [{ 'equals-ignore-case': 'X' }, { wildcard: 'x*' }, { cidr: '10.0.0.0/8' }] },
    { a: 7 },
    ['a needs "X" in any case or a text like "x*" or an address in "10.0.0.0/8"; has 7'],
  ],
  [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'x' }, ['a needs anything but "x" and "y"; has "x"']],
  [
    { a: [{ 'anything-but': { prefix: 'x' } }] },
    { a: 'xy' },
    ['a needs anything but a text that begins with "x"; has "xy"'],
  ],
  [{ a: [9] }, { a: [1, 2, 3, 4, 5, 6, 7] }, ['a needs 9; has 1, 2, 3, 4, 5, and 2 more']],
  [{ $or: [{ a: [1] }, { b: ['x'], c: [2] }] }, { a: 5, c: 2 }, ['$or needs a 1, or b "x"; has a 5, b none']],
  [
    { items: { sku: ['A'], count: [{ numeric: ['>=', 2] }] } },
    {
      items: [
        { sku: 'A', count: 1 },
        { sku: 'B', count: 2 },
      ],
    },
    ['items needs an element with sku "A" and count >= 2; has 2 elements, none of which meets all of that'],
  ],
  [{ items: { sku: ['A'] } }, { items: [{ sku: 'B' }] }, ['items.sku needs "A"; has "B"']],
  [{ a: { b: ['x'] } }, { a: 7 }, ['a.b needs "x"; has none']],
  [{ a: ['x'], b: ['y'], c: ['z'] }, { b: 'y' }, ['a needs "x"; has none', 'c needs "z"; has none']],
  [{ a: ['x'] }, null, [' needs a JSON object; has null']],
])('%j: the body %j meets all but %j', (policy, body, expected) => {
  expect(texts(policy, body)).toEqual(expected);
});

const key = fc.constantFrom('a', 'b', 'a.b', '$or', 'constructor');
const scalar = fc.constantFrom('', 'x', 'y', 0, 1, 1.5, true, null);
const condition = fc.oneof(
  scalar,
  fc.constantFrom(
    { exists: true },
    { exists: false },
    { numeric: ['>', 0] },
    { prefix: 'x' },
    { 'anything-but': ['x'] },
    { 'anything-but': { prefix: 'x' } },
  ),
);
const { policy, body } = fc.letrec<{ policy: unknown; node: unknown; body: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.array(condition, { minLength: 1, maxLength: 3 }),
    tie('policy'),
    fc.array(tie('policy'), { minLength: 2, maxLength: 2 }),
  ),
  policy: fc.dictionary(key, tie('node'), { maxKeys: 2 }),
  body: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('body'), { maxLength: 3 }),
    fc.dictionary(key, tie('body'), { maxKeys: 3 }),
  ),
}));

it('finds no unmet condition exactly where SNS would deliver', () => {
  fc.assert(
    fc.property(policy, body, (rule, message) => {
      expect(unmetConditions(rule as FilterPolicy, message).length === 0).toBe(
        matches(rule as FilterPolicy, message, 'MessageBody'),
      );
    }),
    { numRuns: 2_000 },
  );
});

it('answers for any JSON that nobody validated', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (rule, message) => {
      expect(unmetConditions(rule as unknown as FilterPolicy, message).length === 0).toBe(
        matches(rule as unknown as FilterPolicy, message, 'MessageBody'),
      );
    }),
  );
});
