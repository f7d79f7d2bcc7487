import { runInNewContext } from 'node:vm';
import { checkJson } from './check-json';
import { Refused } from './refused';

/** Written out, because a literal in the source would set the prototype. */
const PROTO = '__proto__';

describe('checkJson', () => {
  it('finds nothing wrong with a value of JSON', () => {
    expect(checkJson({ a: [1, 'b', null, { c: false }] })).toEqual([]);
  });

  it('leaves out members that JSON leaves out', () => {
    expect(checkJson({ a: undefined })).toEqual([]);
  });

  it.each([
    ['a function', () => 1, 'a function has no JSON form; leave it out'],
    ['a symbol', Symbol('x'), 'a symbol has no JSON form; leave it out'],
    ['a bigint', 10n, 'a bigint has no JSON form; leave it out'],
    ['a Map, of which JSON would show nothing', new Map([['a', 1]]), 'a Map has no JSON form; convert it'],
    ['a Set', new Set([1]), 'a Set has no JSON form; convert it'],
    [
      'a Map that calls itself otherwise, whatever fields it has',
      new (class extends Map {
        readonly b = 1;
        override readonly [Symbol.toStringTag] = 'Registry';
      })(),
      'a Registry has no JSON form; convert it',
    ],
    ['an iterator', new Map([['a', 1]]).values(), 'JSON would show nothing of a Map Iterator; convert it'],
    ['a generator', (function* () {})(), 'JSON would show nothing of a Generator; convert it'],
    ['Headers', new Headers({ a: '1' }), 'JSON would show nothing of a Headers; convert it'],
    ['a FormData', new FormData(), 'JSON would show nothing of a FormData; convert it'],
    ['a Blob', new Blob(['a']), 'JSON would show nothing of a Blob; convert it'],
    ['a WeakMap', new WeakMap(), 'a WeakMap has no JSON form; convert it'],
    ['a proxy of a Map', new Proxy(new Map(), {}), 'a Map has no JSON form; convert it'],
    [
      'an instance whose fields are private',
      new (class {
        readonly #a = 1;
        a(): number {
          return this.#a;
        }
      })(),
      'JSON would show nothing of an instance of a class without fields; convert it',
    ],
    [
      'an object that inherits all its members',
      Object.create({ b: 1 }),
      'JSON would show nothing of an instance of a class without fields; convert it',
    ],
    ['what is a Map by another name', new (class extends Map {})(), 'a Map has no JSON form; convert it'],
    ['bytes', Buffer.from('a'), 'a Uint8Array has no JSON form; convert it'],
    ['an error', new TypeError('x'), 'a Error has no JSON form; convert it'],
    ['a promise', Promise.resolve(), 'a Promise has no JSON form; convert it'],
    ['a number in an object', Object(1), 'a Number has no JSON form; convert it'],
    [
      'a date without a time, which JSON would make null',
      new Date(Number.NaN),
      'a Date without a time has no JSON form; convert it',
    ],
  ])('refuses %s', (_what, value, message) => {
    expect(checkJson({ a: value })).toEqual([{ code: 'json.unsupported', path: '/a', message }]);
  });

  it.each([
    [
      'an instance of a class',
      new (class {
        readonly a = 1;
      })(),
    ],
    ['an empty object, also of another realm', [{}, runInNewContext('({})'), Object.create(null)]],
    ['an empty list, also of a class of its own', [[], new (class extends Array {})(), runInNewContext('[]')]],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ])('takes %s', (_what, value) => expect(checkJson({ a: value })).toEqual([]));

  it('refuses undefined in an array, where JSON would make it null', () => {
    const message = 'undefined has no JSON form; send null';
    expect(checkJson([undefined])).toEqual([{ code: 'json.unsupported', path: '/0', message }]);
  });

  it('refuses NaN, which JSON would make null', () => {
    expect(checkJson([Number.NaN]).map(({ code }) => code)).toEqual(['json.number_range']);
  });

  it('refuses an integer in memory that may have been another one when it was written', () => {
    expect(checkJson([9007199254740991, 9007199254740992])).toEqual([
      {
        code: 'json.number_precision',
        path: '/1',
        message:
          'integer 9007199254740992 is beyond ±(2^53 - 1), where several integers are one double; send it as a string',
      },
    ]);
  });

  it('takes every fraction in memory: what it was written as cannot be seen any more', () => {
    expect(checkJson([0.1 + 0.2, 1.1234567890123457, 5e-324, -0])).toEqual([]);
  });

  it('lists what is refused already by its place, and no more than twenty faults of all', () => {
    const fault = (path: string) => ({ code: 'json.unsupported', path, message: 'no' });
    const some = new Refused([fault(''), fault('/b')]);
    expect(checkJson({ a: some })).toEqual([fault('/a'), fault('/a/b')]);
    const many = new Refused(Array.from({ length: 15 }, (_, index) => fault(`/${index}`)));
    expect(checkJson([many, many]).map(({ path }) => path)).toEqual([
      ...Array.from({ length: 15 }, (_, index) => `/0/${index}`),
      ...Array.from({ length: 5 }, (_, index) => `/1/${index}`),
    ]);
  });

  it('lists no more than twenty keys', () => {
    const keys = Array.from({ length: 30 }, (_, index) => [`${index}\ud800`, 1]);
    expect(checkJson(Object.fromEntries(keys))).toHaveLength(20);
  });

  it('finds the faults in memory that parsing finds in text', () => {
    expect(checkJson(JSON.parse(`{"${PROTO}":1}`)).map(({ code }) => code)).toEqual(['json.forbidden_key']);
  });
});
