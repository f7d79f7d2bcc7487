import { checkJson, Unreadable } from './check-json';

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
    [
      'what threw when it was read',
      new Unreadable(new Error('not now')),
      'reading it threw not now; give plain objects',
    ],
    ['what threw something that is no error', new Unreadable(7), 'reading it threw number; give plain objects'],
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
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ])('takes %s', (_what, value) => expect(checkJson({ a: value })).toEqual([]));

  it('refuses undefined in an array, where JSON would make it null', () => {
    const message = 'a undefined has no JSON form; leave it out';
    expect(checkJson([undefined])).toEqual([{ code: 'json.unsupported', path: '/0', message }]);
  });

  it('refuses NaN, which JSON would make null', () => {
    expect(checkJson([Number.NaN]).map(({ code }) => code)).toEqual(['json.number_range']);
  });

  it('refuses an integer in memory that may have been another one when it was written', () => {
    expect(checkJson([9007199254740991, 9007199254740992])).toEqual([
      {
        ...{ code: 'json.number_precision', path: '/1' },
        message:
          'integer 9007199254740992 is beyond ±(2^53 - 1), where several integers are one double; send it as a string',
      },
    ]);
  });

  it('takes every fraction in memory: what it was written as cannot be seen any more', () => {
    expect(checkJson([0.1 + 0.2, 1.1234567890123457, 5e-324, -0])).toEqual([]);
  });

  it('refuses a value that holds itself where it does, and takes one that is there twice', () => {
    const value: Record<string, unknown> = {};
    value.self = value;
    const twice = { a: 1 };
    const message = 'a value that holds itself has no JSON form; leave it out';
    expect(checkJson({ value, list: [twice, twice, 10n] })).toEqual([
      { code: 'json.unsupported', path: '/value/self', message },
      expect.objectContaining({ path: '/list/2' }),
    ]);
  });

  it('finds the faults in memory that parsing finds in text', () => {
    expect(checkJson(JSON.parse(`{"${PROTO}":1}`)).map(({ code }) => code)).toEqual(['json.forbidden_key']);
  });
});
