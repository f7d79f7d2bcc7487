import type { TProperties, TSchema } from '@sinclair/typebox';
import * as Type from '@sinclair/typebox';
import { compiled, plain } from './compiler';
import { variationsOf } from './data-variations';

const object = (properties: TProperties) => Type.Object(properties, { additionalProperties: false });
const x = object({ x: Type.String() });
const y = object({ y: Type.Optional(Type.String()) });
const literals = Type.Union([Type.Literal('a'), Type.Literal('b')]);

describe.each<[string, TSchema, unknown, unknown[]]>([
  ['a text', Type.String(), 'a', []],
  ['constants', literals, 'a', ['b']],
  ['constants, or null', Type.Union([literals, Type.Null()]), 'a', ['b', null]],
  ['an object, or null', Type.Union([x, Type.Null()]), { x: '1' }, [null]],
  ['an object, or null, of which the example is null', Type.Union([x, Type.Null()]), null, []],
  ['two objects, by the first', Type.Union([x, y]), { x: '1' }, []],
  ['two objects that both accept it', Type.Union([object({ y: Type.String() }), y]), { y: '1' }, [{}]],
  ['two objects, by the second', Type.Union([x, y]), { y: '1' }, [{}]],
  [
    'a list of such a union, by every element',
    Type.Array(Type.Union([x, y])),
    [{ x: '1' }, { y: '1' }],
    [[], [{ x: '1' }], [{ y: '1' }], [{ x: '1' }, {}], [{}]],
  ],
  ['a list that may not be empty', Type.Array(y, { minItems: 1 }), [{ y: '1' }], [[{}]]],
  [
    'a list of two or more',
    Type.Array(x, { minItems: 2 }),
    [1, 2, 3].map((n) => ({ x: `${n}` })),
    [[{ x: '1' }, { x: '2' }]],
  ],
  ['a list of distinct values', Type.Array(literals, { uniqueItems: true }), ['a', 'b'], [[], ['a'], ['b']]],
  ['a list in a list', Type.Array(Type.Array(y)), [[{ y: '1' }]], [[], [[]], [[{}]]]],
  ['a boolean', Type.Boolean(), true, [false]],
  ['one of some values', Type.Unsafe({ type: 'string', enum: ['a', 'b', 'c'] }), 'b', ['a', 'c']],
  ['a list, or a text', Type.Union([Type.Array(y), Type.String()]), [{ y: '1' }], [[], [{}]]],
  ['a list, or a text, of which the example is a text', Type.Union([Type.Array(y), Type.String()]), 'a', []],
  [
    'unions within unions',
    Type.Union([Type.Null(), Type.Union([x, Type.Union([y, literals])])]),
    { y: '1' },
    [{}, null, 'a', 'b'],
  ],
])('the variations of %s', (_what, schema, example, others) => {
  const ofValue = variationsOf(plain(schema), example);
  const ofProperty = variationsOf(plain(object({ of: schema })), { of: example });

  it('are the example and the variations of its alternative', () => {
    expect(ofValue).toEqual([example, ...others]);
  });

  it('are the same where it is a property', () => {
    expect(ofProperty).toEqual([example, ...others].map((value) => ({ of: value })));
  });

  it('are accepted by the schema', () => {
    const accepts = compiled(plain(schema));
    expect(ofValue.filter((value) => !accepts(value))).toEqual([]);
  });
});

it('takes bounded time for nested unions that accept the same, and for nested lists', () => {
  const either = (deep: number): TSchema =>
    deep === 0
      ? Type.String()
      : Type.Union([
          Type.Object({ x: either(deep - 1) }),
          Type.Object({ x: either(deep - 1), y: Type.Optional(Type.String()) }),
        ]);
  const nested = (deep: number): unknown => (deep === 0 ? 'a' : { x: nested(deep - 1) });
  expect(variationsOf(plain(either(10)), nested(10))).toEqual([nested(10)]);

  const list = (deep: number): TSchema => (deep === 0 ? Type.Boolean() : Type.Array(list(deep - 1)));
  const lists = (deep: number): unknown => (deep === 0 ? true : Array.from({ length: 4 }, () => lists(deep - 1)));
  const variations = variationsOf(plain(list(4)), lists(4));
  expect(variations.length).toBeLessThanOrEqual(1_000);
  expect(variations[0]).toEqual(lists(4));
});

it('keeps every kind of change in a sample', () => {
  const schema = Type.Array(Type.Array(object({ gift: Type.Boolean() })));
  const parcels = Array.from({ length: 12 }, () => Array.from({ length: 12 }, () => ({ gift: true })));
  const variations = variationsOf(plain(schema), parcels) as { gift: boolean }[][][];
  const others = (lists: readonly { gift: boolean }[][]) => lists.flat().some(({ gift }) => !gift);
  const whole = variations.filter(
    (lists) => others(lists) && lists.length === 12 && lists.every((one) => one.length === 12),
  );
  const alone = variations.filter((lists) => others(lists) && lists.length === 1);
  expect(Math.min(whole.length, alone.length)).toBeGreaterThan(10);
});
