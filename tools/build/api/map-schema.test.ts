import { type Json, mapSubschemas } from './map-schema';

const mark = (schema: Json): Json => ({ ...schema, seen: true });

test('the schemas directly below are replaced, wherever a keyword has them', () => {
  const text = { type: 'string' };
  expect(mapSubschemas({ items: text, anyOf: [text], properties: { a: text } }, mark)).toEqual({
    items: mark(text),
    anyOf: [mark(text)],
    properties: { a: mark(text) },
  });
});

test('a property that is called like a keyword is a property', () => {
  expect(mapSubschemas({ properties: { title: {}, items: {}, default: {} } }, mark)).toEqual({
    properties: { title: { seen: true }, items: { seen: true }, default: { seen: true } },
  });
});

test('values are left alone', () => {
  const schema = { type: 'object', default: { items: {} }, examples: [{ not: {} }], additionalProperties: false };
  expect(mapSubschemas(schema, mark)).toEqual(schema);
});
