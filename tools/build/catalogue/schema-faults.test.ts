import * as Type from '@sinclair/typebox';
import { closed, withData } from './definition-faults.test-helper';

describe('a schema', () => {
  const withProperty = (property: object) => Type.Object({ one: Type.Unsafe<unknown>(property) }, closed);

  it.each<[string, object, string, string, RegExp]>([
    ['a tuple', withProperty(Type.Tuple([Type.String()])), 'catalogue.schema.unsupported', '', /^no TypeScript type/],
    ['an unknown format', withProperty({ type: 'string', format: 'emial' }), 'catalogue.schema.invalid', '', /"emial"/],
    [
      'a broken pattern',
      withProperty({ type: 'string', pattern: '(' }),
      'catalogue.schema.invalid',
      '',
      /Invalid regular/,
    ],
    ['an unknown keyword', withProperty({ type: 'string', maxLen: 3 }), 'catalogue.schema.invalid', '', /"maxLen"/],
    ['an open object', Type.Object({}), 'catalogue.schema.open', '', /add additionalProperties: false$/],
    [
      'an open object in a list',
      withProperty(Type.Array(Type.Object({}))),
      'catalogue.schema.open',
      '/properties/one/items',
      /misspelt/,
    ],
    [
      'an open object in a union',
      withProperty(Type.Union([Type.Null(), Type.Object({})])),
      'catalogue.schema.open',
      '/properties/one/anyOf/1',
      /misspelt/,
    ],
    [
      'a description that ends a comment',
      withProperty({ type: 'string', description: 'as in */' }),
      'catalogue.description.malformed',
      '/properties/one/description',
      /write it in another way$/,
    ],
  ])('with %s is refused', (_what, schema, code, path, message) => {
    expect(withData(schema, { one: [] })).toContainEqual([
      code,
      `/stock.low/data${path}`,
      expect.stringMatching(message),
    ]);
  });

  it('that cannot be compiled judges no example', () => {
    const schema = withProperty({ type: 'string', format: 'emial' });
    expect(withData(schema, { one: 1 })).toHaveLength(1);
  });
});
