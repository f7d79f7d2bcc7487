import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());
const dictionary = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));

it('has the keys of every object in order, and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x', e: undefined })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
});

it('means what JSON means', () => {
  fc.assert(fc.property(dictionary, (value) => expect(JSON.parse(canonicalJson(value))).toEqual(plain(value))));
});

it('is the same in whatever order keys were written', () => {
  fc.assert(fc.property(dictionary, (value) => expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))));
});

/** As JSON has it: there is no negative zero. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
