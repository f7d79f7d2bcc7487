import fc from 'fast-check';
import { duplicateKeys } from './duplicate-keys';

const pathsOf = (text: string) => duplicateKeys(text).map(({ path }) => path);

test.each<[string, string, string[]]>([
  ['no key', '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}', []],
  ['a key of the whole', '{"a":1,"a":2}', ['/a']],
  ['a key of a member', '{"a":{"b":1,"b":2}}', ['/a/b']],
  ['a key of an element', '[{"a":1},{"a":1,"a":1}]', ['/1/a']],
  ['a key of a nested list', '{"a":[[],[0,[{"b":1,"b":1}]]]}', ['/a/1/1/0/b']],
  ['the same key, once escaped', '{"a":1,"\\u0061":2}', ['/a']],
  ['the same key, with an escaped quote', '{"\\"":1,"\\u0022":2}', ['/"']],
  ['keys that only look alike', '{"a":1,"A":2,"a ":3,"\\\\u0061":4}', []],
  ['the empty key', '{"":1,"":2}', ['/']],
  ['keys with signs of JSON Pointer', '{"a/b~c":1,"a/b~c":2}', ['/a~1b~0c']],
  ['a key three times', '{"a":1,"a":2,"a":3}', ['/a', '/a']],
  ['values that are equal to keys', '{"a":"a","b":"a"}', []],
  ['texts with signs of JSON', '{"a":"{\\"a\\":1,\\"a\\":2}","b":",:[]{}"}', []],
  ['the keys of an object after a list', '{"a":[1,2],"b":{"c":1},"a":3}', ['/a']],
  ['`__proto__`', '{"__proto__":1,"__proto__":2}', ['/__proto__']],
  ['no object', '"a"', []],
  ['white space between tokens', '{ "a" :\n1 ,\t"a"\r: 2 }', ['/a']],
])('finds %s', (_what, text, expected) => {
  expect(pathsOf(text)).toEqual(expected);
});

test('a fault says what is wrong', () => {
  expect(duplicateKeys('{"a":1,"a":2}')).toEqual([
    { code: 'json.duplicate_key', path: '/a', message: 'the key is there twice, expected once' },
  ]);
});

test('at most 20 faults are found', () => {
  expect(pathsOf(`{${'"a":1,'.repeat(50)}"a":1}`)).toHaveLength(20);
});

test.each([
  ['lists', '['.repeat(131_072) + ']'.repeat(131_072)],
  ['objects', `${'{"a":'.repeat(43_000)}1${'}'.repeat(43_000)}`],
])('a text of 256 KiB of nested %s takes less than five seconds', (_what, text) => {
  const start = performance.now();
  expect(pathsOf(text)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('a repeated key at the bottom of a deep text is found', () => {
  const text = `${'{"a":'.repeat(10_000)}{"b":1,"b":2}${'}'.repeat(10_000)}`;
  expect(pathsOf(text)).toEqual([`${'/a'.repeat(10_000)}/b`]);
});

/** A JSON value whose objects are lists of members, so that a key may be there twice. */
type Node = { readonly members: readonly (readonly [string, Node])[] } | { readonly items: readonly Node[] } | string;

const key = fc.constantFrom('a', 'b', '', '/', '"', '\\', 'é');
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.record({ items: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ members: fc.array(fc.tuple(key, tie('node')), { maxLength: 4 }) }),
  ),
}));

const textOf = (value: Node): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if ('items' in value) return `[${value.items.map(textOf).join(' , ')}]`;
  return `{${value.members.map(([name, member]) => `${JSON.stringify(name)}: ${textOf(member)}`).join(',')}}`;
};

/** What the whole tree shows, in the order of the text. */
function naive(value: Node, path: string): string[] {
  if (typeof value === 'string') return [];
  if ('items' in value) return value.items.flatMap((item, n) => naive(item, `${path}/${n}`));
  return value.members.flatMap(([name, member], n) => {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const isRepeated = value.members.slice(0, n).some(([earlier]) => earlier === name);
    return [...(isRepeated ? [at] : []), ...naive(member, at)];
  });
}

test('of any text it finds what a walk through the tree finds', () => {
  fc.assert(
    fc.property(node, (value) => expect(pathsOf(textOf(value))).toEqual(naive(value, '').slice(0, 20))),
    { numRuns: 500 },
  );
});
