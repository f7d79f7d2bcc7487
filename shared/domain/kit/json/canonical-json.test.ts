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

/** The rules of the RFC in their plainest form. */
function reference(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(reference).join(',')}]`;
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value).replace(/[\uFFFE\uFFFF]/g, (one) => (one === '\uFFFE' ? '\\ufffe' : '\\uffff'));
  }
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${reference(key)}:${reference(member)}`).join(',')}}`;
}

it('is one text for any value of JSON, whatever its keys and characters are', () => {
  const stringUnit = fc.constantFrom(
    'a',
    'B',
    '1',
    '0',
    '9',
    '"',
    '\\',
    '\n',
    '\x7F',
    'ä',
    '😀',
    '\ufb33',
    '\ud800',
    '\uffff',
  );
  const key = fc.oneof(
    fc.string({ unit: stringUnit, maxLength: 3 }),
    fc.constantFrom('__proto__', 'toString', '10', '9', ''),
  );
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string({ unit: stringUnit }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc
        .array(fc.tuple(key, tie('any')), { maxLength: 5 })
        .map((members) =>
          JSON.parse(`{${members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`)}}`),
        ),
    ),
  }));
  fc.assert(
    fc.property(any, (value) => expect(canonicalJson(value)).toBe(reference(value))),
    { numRuns: 1_000 },
  );
});

it('writes the deepest value that is accepted, and 20,000 members of one object', () => {
  const deep = '['.repeat(33) + ']'.repeat(33);
  expect(canonicalJson(JSON.parse(deep))).toBe(deep);
  const keys = Array.from({ length: 20_000 }, (_, n) => `k${n}`);
  const members = keys.map((key) => [key, 1] as const);
  expect(canonicalJson(Object.fromEntries(members))).toBe(
    `{${keys
      .toSorted()
      .map((key) => `"${key}":1`)
      .join(',')}}`,
  );
});

/** What the text means in RFC 8785, by the section. */
it.each([
  [
    '3.2.2, strings and numbers',
    String.raw`{"s":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","n":[333333333.33333329,1E30,4.50,2e-3,1e-27,-0]}`,
    String.raw`{"n":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"s":"€$\u000f\nA'B\"\\\\\"/"}`,
  ],
  [
    '3.2.3, keys by UTF-16 code units',
    String.raw`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  ],
  [
    'appendix B, numbers',
    '[5e-324,1.7976931348623157e308,9007199254740992,295147905179352825856,1e21,999999999999999900000,1e-6,9.999999999999997e-7]',
    '[5e-324,1.7976931348623157e+308,9007199254740992,295147905179352830000,1e+21,999999999999999900000,0.000001,9.999999999999997e-7]',
  ],
])('is what RFC 8785 says: %s', (_section, text, canonical) => {
  expect(canonicalJson(JSON.parse(text))).toBe(canonical);
});

it('escapes what I-JSON does not have and the RFC leaves open', () => {
  expect(canonicalJson(['\ufffe', '\uffff', '\ud800'])).toBe(String.raw`["\ufffe","\uffff","\ud800"]`);
});

/** As JSON has it: there is no negative zero. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
