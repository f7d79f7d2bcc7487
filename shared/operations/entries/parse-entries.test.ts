import { thrown } from '../../testing/thrown';
import { parseEntries } from './parse-entries';

const parse = (text: string) => parseEntries(text, "file 'x'");
const thrownBy = (text: string): unknown => thrown(() => parse(text));

test('one JSON document may span lines and has no line', () => {
  expect(parse('{\n  "type": "a"\n}\n')).toEqual([{ value: { type: 'a' } }]);
});

test('NDJSON has an entry a line, blank lines and carriage returns aside', () => {
  expect(parse('{"a":1}\r\n\n  \n{"a":2}\n')).toEqual([
    { value: { a: 1 }, line: 1 },
    { value: { a: 2 }, line: 4 },
  ]);
});

test('a number that loses digits in JavaScript is a fault of the entry; other faults are left to the SDK', () => {
  expect(parse('{"a":1.123456789012345678,"b":[9007199254740993,1e400,0.1]}\n{"a":1}\n')).toEqual([
    {
      line: 1,
      value: { a: 1.1234567890123457, b: [9007199254740992, Number.POSITIVE_INFINITY, 0.1] },
      faults: [
        {
          code: 'json.number_precision',
          path: '/a',
          message: 'number 1.123456789012345678 would arrive as 1.1234567890123457; send it as a string',
        },
      ],
    },
    { line: 2, value: { a: 1 } },
  ]);
});

test.each(['', ' \n\t'])('empty input is refused: %j', (text) => {
  expect(thrownBy(text)).toMatchObject({ code: 'cli.input_empty', message: "file 'x' is empty" });
});

test('a malformed document is refused with line and column', () => {
  expect(thrownBy('{\n  "a": 1,\n}')).toMatchObject({
    code: 'cli.malformed_json',
    message: `file 'x' is not JSON: line 3, column 1: found "}", expected a property name in double quotes`,
    faults: [],
  });
});

test('of NDJSON every malformed line is named', () => {
  expect(thrownBy('{"a":1}\n{"a":}\n{"a":2}\n{')).toMatchObject({
    code: 'cli.malformed_json',
    message: "file 'x' has 2 lines that are not JSON; nothing was done",
    faults: [
      { code: 'json.malformed', path: '', line: 2, message: 'column 6: found "}", expected a value' },
      {
        code: 'json.malformed',
        path: '',
        line: 4,
        message: "column 2: found the end, expected a property name in double quotes, or '}'",
      },
    ],
  });
});

test('where the first line is malformed the place is named as of one document', () => {
  expect(thrownBy('{"a":}\n{"a":2}')).toMatchObject({ message: expect.stringContaining('line 1, column 6') });
});
