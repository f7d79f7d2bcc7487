import fc from 'fast-check';
import { checkJson } from './check-json';
import { parseJson, readJson, serializeJson } from './json';
import { asWritten } from './written-numbers';

const codes = (text: string): string[] => {
  const result = parseJson(text);
  return result.ok ? [] : result.faults.map(({ code, path }) => `${code} ${path}`);
};

describe('readJson', () => {
  it.each([
    ['{"a":1e400}', { a: Number.POSITIVE_INFINITY }],
    ['null', null],
    ['', undefined],
    ['{', undefined],
  ])('reads the value of %j, if it is JSON', (text, value) => {
    expect(readJson(text)).toEqual(value);
  });
});

describe('parseJson', () => {
  it.each([
    ['an object', '{"a":[1,-2.5,1e3,"ä😀",true,null]}', { a: [1, -2.5, 1000, 'ä😀', true, null] }],
    ['whitespace around it', ' \t\r\n[] ', []],
    ['the greatest safe integer', '9007199254740991', 9007199254740991],
    ['a fraction that a double holds under the same digits', '0.1', 0.1],
    [
      'seventeen digits that are those of the double',
      '[0.30000000000000004,123.45678901234567]',
      [0.30000000000000004, 123.45678901234567],
    ],
    ['zeros at the end of a fraction', '[1.0,1.10,0.50000000000000000000000]', [1, 1.1, 0.5]],
    [
      'exponents',
      '[1E5,1e-7,12.5e+3,5e-324,2.2250738585072014E-308]',
      [100_000, 1e-7, 12_500, 5e-324, 2.2250738585072014e-308],
    ],
    ['every spelling of zero', '[0,-0,0.0,-0.0e400,0e-400,0.00000000000000000000]', [0, -0, 0, -0, 0, 0]],
    [
      'digits in keys and texts',
      '{"1.123456789012345678":": 1.123456789012345678, 1e-400"}',
      { '1.123456789012345678': ': 1.123456789012345678, 1e-400' },
    ],
    ['the last of duplicate keys, whatever the others were', '{"a":1.123456789012345678,"a":2}', { a: 2 }],
    ['a large number with an exponent in its text but no fraction lost', '1e15', 1e15],
    ['escapes', '"\\u00e4\\ud83d\\ude00\\n"', 'ä😀\n'],
    ['the last of duplicate keys', '{"a":1,"a":2}', { a: 2 }],
  ])('reads %s', (_what, text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['an empty text', '', 'empty text, expected a JSON object'],
    ['whitespace', ' \n', 'empty text, expected a JSON object'],
    ['a byte order mark', '\uFEFF{}', 'text begins with a byte order mark, expected a JSON object; leave the mark out'],
    ['a truncated text', '{"a":', 'malformed JSON that begins with "{\\"a\\":", expected a JSON object'],
    ['two values', '{}{}', 'malformed JSON that begins with "{}{}", expected a JSON object'],
    ['a trailing comma', '[1,]', 'malformed JSON that begins with "[1,]", expected a JSON object'],
    ['NaN', 'NaN', 'malformed JSON that begins with "NaN", expected a JSON object'],
    ['a raw control character', '"\u0000"', 'malformed JSON that begins with "\\"\\u0000\\"", expected a JSON object'],
  ])('refuses %s', (_what, text, message) => {
    expect(parseJson(text)).toEqual({ ok: false, faults: [{ code: 'json.malformed', path: '', message }] });
  });

  it.each([
    ['a number beyond a double', '{"a":1e400}', ['json.number_range /a']],
    ['an integer that loses digits', '{"a":9007199254740993}', ['json.number_precision /a']],
    ['a negative one', '[-9007199254740992]', ['json.number_precision /0']],
    [
      'an even one, which could stand for its neighbour',
      '[9007199254740994,1e21]',
      ['json.number_precision /0', 'json.number_precision /1'],
    ],
    ['a fraction that loses digits', '{"a":1.123456789012345678}', ['json.number_precision /a']],
    [
      'digits of a double that its shortest text leaves out',
      '[0.1000000000000000055511151231257827]',
      ['json.number_precision /0'],
    ],
    ['a digit far behind zeros', '[1.0000000000000000000000001]', ['json.number_precision /0']],
    [
      'a number too small for a double',
      '{"a":[1e-400,-1e-400]}',
      ['json.number_precision /a/0', 'json.number_precision /a/1'],
    ],
    ['a subnormal number that loses digits', '4.9e-324', ['json.number_precision ']],
    [
      'the last of duplicate keys, where it loses digits',
      '{"a":2,"a":1.123456789012345678}',
      ['json.number_precision /a'],
    ],
    [
      'a fraction in __proto__',
      '{"__proto__":1.123456789012345678}',
      ['json.forbidden_key /__proto__', 'json.number_precision /__proto__'],
    ],
    ['half of a surrogate pair', '{"a":"\\ud800"}', ['json.lone_surrogate /a']],
    ['the other half', '{"a":["\\udc00x"]}', ['json.lone_surrogate /a/0']],
    [
      'halves in keys, which a reader may take for one key',
      '{"\\ud800":1,"\\ud801":2,"a":{"x\\udc00/":"\\ud800"}}',
      [
        'json.lone_surrogate /\ufffd',
        'json.lone_surrogate /\ufffd',
        'json.lone_surrogate /a/x\ufffd~1',
        'json.lone_surrogate /a/x\ufffd~1',
      ],
    ],
    ['a __proto__ key', '{"__proto__":{"admin":true}}', ['json.forbidden_key /__proto__']],
    ['a __proto__ key further down', '{"a":{"__proto__":1}}', ['json.forbidden_key /a/__proto__']],
    ['keys that a JSON Pointer escapes', '{"a/b~c":1e400}', ['json.number_range /a~1b~0c']],
    [
      'several faults at once',
      '[1e400,"\\ud800",9007199254740993]',
      ['json.number_range /0', 'json.lone_surrogate /1', 'json.number_precision /2'],
    ],
  ])('refuses %s', (_what, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it.each([
    ['1e400', 'number is beyond 1.8e308; send it as a string'],
    ['9007199254740993', 'number 9007199254740993 would arrive as 9007199254740992; send it as a string'],
    ['1.123456789012345678', 'number 1.123456789012345678 would arrive as 1.1234567890123457; send it as a string'],
    ['-1e-400', 'number -1e-400 would arrive as 0; send it as a string'],
    [`1.${'1'.repeat(100)}`, `number 1.${'1'.repeat(37)}… would arrive as 1.1111111111111112; send it as a string`],
    ['1e21', 'integer 1e+21 is beyond ±(2^53 - 1), where several integers are one double; send it as a string'],
    ['"\\ud800"', 'text holds half of a surrogate pair; send whole characters'],
    ['{"__proto__":1}', "key '__proto__' is refused; rename it"],
  ])('names the fix for %s', (text, message) => {
    expect(parseJson(text)).toMatchObject({ ok: false, faults: [{ message }] });
  });

  it('quotes at most the first 40 characters of a malformed text', () => {
    const message = `malformed JSON that begins with "[${'x'.repeat(39)}", expected a JSON object`;
    expect(parseJson(`[${'x'.repeat(100)}`)).toMatchObject({ ok: false, faults: [{ message }] });
  });

  it('finds no fault beside a real one', () => {
    expect(codes('[1e400,null,true,"x",7,0.5,{"a":[]}]')).toEqual(['json.number_range /0']);
  });

  it('accepts 32 levels of nesting and no more', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    expect(codes(nested(32))).toEqual([]);
    expect(codes(nested(33))).toEqual([`json.too_deep ${'/0'.repeat(33)}`]);
  });

  it.each([10_000, 100_000])('survives nesting of %i levels', (levels) => {
    expect(codes(`${'['.repeat(levels)}${']'.repeat(levels)}`)).toEqual([`json.too_deep ${'/0'.repeat(33)}`]);
    expect(codes(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)).toEqual([`json.too_deep ${'/a'.repeat(33)}`]);
  });

  it('lists at most 20 faults', () => {
    expect(codes(`[${Array(100).fill('1e400').join(',')}]`)).toHaveLength(20);
  });

  const CHARACTERS = [
    'a',
    '1',
    'e',
    'E',
    '-',
    '.',
    ',',
    ']',
    '[',
    '{',
    '_',
    'ä',
    '😀',
    '\ud800',
    '\udc00',
    '__proto__',
  ];
  const ESCAPES = '\\\\ \\" \\ud800 \\uDC00 \\ud83d\\ude00 \\\\ud800 \\u00e4 \\u005f \\u006F \\u005f_proto__'.split(
    ' ',
  );
  const NUMBERS =
    '0 -0 -1 12.5 1E5 1e-400 1e400 0.1 999999999999999 9007199254740991 9007199254740992 -9007199254740993 1.123456789012345678 1.000000000000000000000 0.30000000000000004 1e21'.split(
      ' ',
    );
  const character = fc.constantFrom(...CHARACTERS, ...ESCAPES);
  const string = fc.array(character, { maxLength: 4 }).map((characters) => `"${characters.join('')}"`);
  const number = fc.constantFrom(...NUMBERS);
  const space = fc.constantFrom('', '', ' ', '\n');
  const { any } = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(string, number, fc.constantFrom('true', 'null')),
      fc.tuple(fc.array(tie('any'), { maxLength: 4 }), space).map(([all, gap]) => `[${gap}${all.join(`,${gap}`)}]`),
      fc
        .tuple(fc.array(fc.tuple(string, tie('any')), { maxLength: 4 }), space)
        .map(([all, gap]) => `{${all.map(([key, value]) => `${key}:${gap}${value}${gap}`).join(',')}}`),
      fc
        .tuple(tie('any'), fc.integer({ min: 28, max: 34 }))
        .map(([inner, depth]) => '['.repeat(depth) + inner + ']'.repeat(depth)),
    ),
  }));

  it('refuses exactly what a walk through the value refuses, whatever characters its text has', () => {
    fc.assert(
      fc.property(any, (text) => {
        const value = readJson(text);
        fc.pre(value !== undefined);
        // Another object than `value`, so that `checkJson` walks.
        const faults = checkJson(value, asWritten(text, readJson(text)));
        expect(parseJson(text)).toEqual(faults.length === 0 ? { ok: true, value } : { ok: false, faults });
      }),
      { numRuns: 2_000 },
    );
  });

  it('neither throws nor changes the prototype of objects, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseJson(text);
        expect(({} as Record<string, unknown>).admin).toBeUndefined();
      }),
    );
  });
});

describe('serializeJson', () => {
  it('escapes the two characters that JSON allows and SQS refuses', () => {
    expect(serializeJson({ a: 'x\uFFFEy\uFFFF' })).toBe('{"a":"x\\ufffey\\uffff"}');
  });

  it('is equivalent to JSON.stringify, in characters that SQS accepts', () => {
    const stringUnit = fc.constantFrom('a', '"', '\\', '\0', '\n', '\x7F', '\uFFFD', '\uFFFE', '\uFFFF', '😀');
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit }), (value) => {
        const text = serializeJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
      }),
    );
  });
});
