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
  ['two objects, by the second', Type.Union([x, y]), { y: '1' }, [{}]],
  ['a list of such a union', Type.Array(Type.Union([x, y])), [{ y: '1' }, { x: '1' }], [[{ y: '1' }], [{}]]],
  ['a list, or a text', Type.Union([Type.Array(y), Type.String()]), [{ y: '1' }], [[{ y: '1' }], [{}]]],
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

  it('are the example, and what the alternative of the example lets vary', () => {
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
