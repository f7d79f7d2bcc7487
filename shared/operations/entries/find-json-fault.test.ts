import fc from 'fast-check';
import { findJsonFault } from './find-json-fault';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['{"a": 1,}', { line: 1, column: 9, found: '}', expected: 'a property name in double quotes' }],
  ['{\n  "a": 1\n  "b": 2\n}', { line: 3, column: 3, found: '"b": 2', expected: "',' or the closing bracket" }],
  ['{a: 1}', { line: 1, column: 2, found: 'a: 1}', expected: "a property name in double quotes, or '}'" }],
  ["{'a': 1}", { line: 1, column: 2, found: "'a': 1}", expected: "a property name in double quotes, or '}'" }],
  ['{"a" 1}', { line: 1, column: 6, found: '1}', expected: "':'" }],
  ['[1, 2', { line: 1, column: 6, found: '', expected: "',' or the closing bracket" }],
  ['[}', { line: 1, column: 2, found: '}', expected: "a value or ']'" }],
  ['{"a": 01}', { line: 1, column: 7, found: '01}', expected: 'a value' }],
  ['{"a": "b\nc"}', { line: 1, column: 7, found: '"b', expected: 'a value' }],
  ['{}\n{}', { line: 2, column: 1, found: '{}', expected: 'nothing more' }],
  ['', { line: 1, column: 1, found: '', expected: 'a value' }],
])('names the place where %j stops being JSON', (text, fault) => {
  expect(findJsonFault(text)).toEqual(fault);
});

describe('agrees with JSON.parse', () => {
  test('on every JSON text', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(findJsonFault(text)).toBeUndefined()));
  });

  test('on JSON that was damaged at any place', () => {
    const character = fc.constantFrom(...'{}[],:"\\ \n0-1.eE+tnu\u0001a');
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.nat(2), fc.string({ unit: character, maxLength: 3 }))
      .map(([json, at, removed, inserted]) => {
        const index = at % (json.length + 1);
        return json.slice(0, index) + inserted + json.slice(index + removed);
      });
    fc.assert(
      fc.property(damaged, (text) => expect(findJsonFault(text) === undefined).toBe(isJson(text))),
      { numRuns: 2_000 },
    );
  });

  test('on a text of megabytes and on deep nesting', () => {
    expect(findJsonFault(JSON.stringify({ text: 'x"'.repeat(2_000_000) }))).toBeUndefined();
    expect(findJsonFault('['.repeat(100_000) + ']'.repeat(100_000))).toBeUndefined();
  });
});
