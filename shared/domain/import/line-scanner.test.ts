import fc from 'fast-check';
import { decodeLine } from './decode-line';
import { endOfRecord } from './end-of-record';
import {
  BEGIN,
  endOfLine,
  type FindEnd,
  LineScanner,
  MAX_LINE_BYTES,
  type Position,
  type RawLine,
} from './line-scanner';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const csv = endOfRecord(',');

/** Scans the file from a position, in chunks of these sizes, repeated. */
function scan(file: Uint8Array, findEnd: FindEnd, sizes: readonly number[] = [file.length], from: Position = BEGIN) {
  const scanner = new LineScanner(findEnd, from);
  const lines: RawLine[] = [];
  for (let at = from.offset, turn = 0; at < file.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    lines.push(...scanner.push(file.subarray(at, at + size)));
    at += size;
  }
  return [...lines, ...scanner.end()];
}

const shown = ({ number, end, next, bytes }: RawLine) => [number, end, next, bytes && decodeLine(bytes)];

const texts = (text: string, findEnd: FindEnd) => scan(bytesOf(text), findEnd).map(shown);

describe('lines of NDJSON', () => {
  test('end at LF or CRLF, and the last one needs none; empty lines keep their numbers', () => {
    expect(texts('a\r\n\nb', endOfLine)).toEqual([
      [1, 3, 2, 'a'],
      [2, 4, 3, ''],
      [3, 5, 4, 'b'],
    ]);
  });

  test('lose a byte order mark at the beginning of the file alone', () => {
    expect(texts('\uFEFFa\n\uFEFFb\n', endOfLine).map(([, , , text]) => text)).toEqual(['a', '\uFEFFb']);
  });

  test('a file without lines has none', () => {
    expect(texts('', endOfLine)).toEqual([]);
  });
});

describe('records of CSV', () => {
  test('span lines inside quotes, and begin at the number of their first line', () => {
    expect(texts('a,"x\ny ""z""\n"\n"b",c\r\nd\n', csv)).toEqual([
      [1, 15, 4, 'a,"x\ny ""z""\n"'],
      [4, 22, 5, '"b",c'],
      [5, 24, 6, 'd'],
    ]);
  });

  test.each([
    ['a quote inside a value', 'a,5" pipe\nb\n', ['a,5" pipe', 'b']],
    ['text after a closing quote', '"a"b,c\nd\n', ['"a"b,c', 'd']],
  ])('%s spoils its own record only', (_what, text, expected) => {
    expect(texts(text, csv).map(([, , , record]) => record)).toEqual(expected);
  });

  test('a quote that is never closed ends after the limit of a line, and the records after it are read', () => {
    const swallowed = 'x\n'.repeat(MAX_LINE_BYTES / 2);
    const [first, second] = texts(`"a\n${swallowed}b\n`, csv);
    expect(first?.[3]).toBeUndefined();
    expect(second?.[3]).toBe('x');
  });

  test('a quote after a byte order mark opens too', () => {
    expect(texts('\uFEFF"a\nb",c\n', csv).map(([, , , record]) => record)).toEqual(['"a\nb",c']);
  });
});

test.each([endOfLine, csv])('a line may be as long as the limit, and no longer', (findEnd) => {
  const longest = `${'x'.repeat(MAX_LINE_BYTES - 1)}\n`;
  const lines = scan(bytesOf(`${longest}y${longest}z\n`), findEnd, [100_000]);
  expect(lines.map(({ bytes }) => bytes?.length)).toEqual([MAX_LINE_BYTES - 1, undefined, 1]);
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('a line of many megabytes is not held in memory', () => {
  const scanner = new LineScanner(endOfLine);
  const chunk = new Uint8Array(1_000_000).fill(0x61);
  for (let megabyte = 0; megabyte < 50; megabyte += 1) expect(scanner.push(chunk)).toEqual([]);
  expect(scanner.push(bytesOf('\nb\n')).map(shown)).toEqual([
    [1, 50_000_001, 2, undefined],
    [2, 50_000_003, 3, 'b'],
  ]);
  expect(Object.keys(scanner)).toEqual(['findEnd']);
});

describe('however the file is divided', () => {
  const marks = fc.constantFrom('"', '""', ',', '\n', '\r\n', 'a', 'é', '\uFEFF', 'word');
  const files = fc.array(marks, { maxLength: 60 }).map((parts) => bytesOf(parts.join('')));
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

  test.each([endOfLine, csv])('lines are the same, and cover it', (findEnd) => {
    fc.assert(
      fc.property(files, sizes, (file, chunks) => {
        const lines = scan(file, findEnd, chunks);
        expect(lines.map(shown)).toEqual(scan(file, findEnd).map(shown));
        expect(lines.at(-1)?.end ?? 0).toBe(file.length);
      }),
    );
  });

  test.each([endOfLine, csv])('a scan that continues at any line finds the same rest', (findEnd) => {
    fc.assert(
      fc.property(files, fc.nat(), (file, pick) => {
        const lines = scan(file, findEnd);
        const at = lines.length === 0 ? 0 : pick % lines.length;
        const before = lines[at - 1];
        const from = before ? { offset: before.end, line: before.next } : BEGIN;
        expect(scan(file, findEnd, [3], from).map(shown)).toEqual(lines.slice(at).map(shown));
      }),
    );
  });
});
