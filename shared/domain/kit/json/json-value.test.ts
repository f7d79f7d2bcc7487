import fc from 'fast-check';
import { checkJson } from './check-json';
import { jsonValueOf } from './json-value';

const LIMIT = { maxValues: 260_096, maxBytes: 1_040_384, code: 'too_large', message: 'too large' };
const plainOf = (value: unknown): unknown => jsonValueOf(value, LIMIT);

/** Written out, because a literal in the source would set the prototype. */
const PROTO = '__proto__';
const DATE = new Date('2026-11-23T09:30:00Z');
const TEXT = '2026-11-23T09:30:00.000Z';

class Money {
  static readonly currencies = ['EUR'];
  readonly #cents = 4990;
  readonly currency = 'EUR';
  get cents(): number {
    return this.#cents;
  }
}
class MoneyAsText extends Money {
  toJSON(): string {
    return `${this.currency} ${this.cents}`;
  }
}
class MapAsObject extends Map<string, number> {
  toJSON(): object {
    return Object.fromEntries(this);
  }
}
const withToJson = (json: unknown) => ({ hidden: 1, toJSON: () => json });
const sparse = (length: number, members: object): unknown[] => Object.assign(new Array(length), members);

describe('jsonValueOf', () => {
  it('leaves a value of JSON as it is, the order of its keys included', () => {
    fc.assert(
      fc.property(fc.jsonValue({}), (value) => {
        const plain = plainOf(value);
        expect(plain).toEqual(value);
        expect(JSON.stringify(plain)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('makes of anything that is not refused the value that JSON writes', () => {
    const options = { withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withSparseArray: true };
    const anything = fc.anything({ ...options, withNullPrototype: true, withTypedArray: true });
    fc.assert(
      fc.property(anything, (value) => {
        const plain = plainOf(value);
        fc.pre(checkJson(plain).length === 0);
        expect(JSON.stringify(plain)).toBe(JSON.stringify(value));
        expect(JSON.stringify(JSON.parse(JSON.stringify(value)))).toBe(JSON.stringify(plain));
      }),
    );
  });

  it.each([
    ['a date', DATE, TEXT],
    ['a date in a list in an object', { a: [{ b: DATE }] }, { a: [{ b: TEXT }] }],
    ['what toJSON returns', withToJson({ shown: DATE }), { shown: TEXT }],
    ['an instance of a class, without its accessors', new Money(), { currency: 'EUR' }],
    ['an instance of a class with a toJSON', [new MoneyAsText()], ['EUR 4990']],
    ['a Map that says what it is as JSON', new MapAsObject([['a', 1]]), { a: 1 }],
    ['the null that toJSON returns', [withToJson(null)], [null]],
    ['a URL', new URL('https://example.com/a'), 'https://example.com/a'],
    ['a function that says what it is as JSON', Object.assign(() => 1, { toJSON: () => 'f' }), 'f'],
    ['boxed values', [Object(1), Object('a'), Object(false)], [1, 'a', false]],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['members that are undefined', { a: undefined, b: withToJson(undefined), c: 1 }, { c: 1 }],
    ['members of a list that are no elements', Object.assign([1], { extra: 2 }), [1]],
    [
      'members under symbols, and those that are not enumerable',
      Object.defineProperty({ [Symbol()]: 1 }, 'a', { value: 1 }),
      {},
    ],
  ])('takes %s', (_what, value, expected) => {
    expect(plainOf(value)).toStrictEqual(expected);
    expect(JSON.parse(JSON.stringify(value))).toStrictEqual(expected);
  });

  it('gives toJSON its key, as JSON does', () => {
    const named = { toJSON: (key: string) => `at ${key}` };
    const value = { a: named, list: [named] };
    expect(plainOf(value)).toEqual({ a: 'at a', list: ['at 0'] });
    for (const each of [value, named]) expect(plainOf(each)).toEqual(JSON.parse(JSON.stringify(each)));
  });

  it('reads each getter once, and no getter of what it made', () => {
    let count = 0;
    const plain = plainOf({
      get next() {
        return ++count;
      },
    });
    expect([JSON.stringify(plain), JSON.stringify(plain), count]).toEqual(['{"next":1}', '{"next":1}', 1]);
  });

  it('keeps a key that would set the prototype, so that it can be refused', () => {
    const plain = plainOf(JSON.parse(`{"${PROTO}":{"a":1}}`));
    expect(checkJson(plain).map(({ code, path }) => [code, path])).toEqual([['json.forbidden_key', `/${PROTO}`]]);
  });
});

describe('what JSON has no form for', () => {
  const self: unknown[] = [];
  self.push({ self });

  it.each([
    ['NaN', Number.NaN, 'json.number_range', '/a'],
    ['NaN from a toJSON', withToJson([Number.NaN]), 'json.number_range', '/a/0'],
    ['a boxed Infinity', Object(Number.POSITIVE_INFINITY), 'json.number_range', '/a'],
    ['a boxed integer that may have been another one', Object(2 ** 53), 'json.number_precision', '/a'],
    ['a bigint from a toJSON', withToJson(10n), 'json.unsupported', '/a'],
    ['a boxed bigint', Object(10n), 'json.unsupported', '/a'],
    ['a boxed symbol', Object(Symbol('x')), 'json.unsupported', '/a'],
    ['a function', () => 1, 'json.unsupported', '/a'],
    ['a symbol', Symbol('x'), 'json.unsupported', '/a'],
    ['a Map', { map: new Map() }, 'json.unsupported', '/a/map'],
    ['bytes, though a Buffer has a toJSON', Buffer.from('a'), 'json.unsupported', '/a'],
    ['a date without a time', [new Date(Number.NaN)], 'json.unsupported', '/a/0'],
    ['undefined in a list', [1, undefined], 'json.unsupported', '/a/1'],
    ['a toJSON that returns undefined, in a list', [withToJson(undefined)], 'json.unsupported', '/a/0'],
    [
      'a toJSON of what a toJSON returned, which JSON does not call',
      withToJson(withToJson(1)),
      'json.unsupported',
      '/a/toJSON',
    ],
    ['a hole in a list', sparse(2, { 0: 1 }), 'json.unsupported', '/a/1'],
    ['a list that holds itself', self, 'json.unsupported', '/a/0/self'],
    ['half of a surrogate pair from a toJSON', withToJson('\ud800'), 'json.lone_surrogate', '/a'],
  ])('refuses %s, with its place', (_what, a, code, path) => {
    expect(checkJson(plainOf({ a })).map((fault) => [fault.code, fault.path])).toEqual([[code, path]]);
  });

  it('refuses a toJSON that nests without end where it is too deep', () => {
    const endless = { toJSON: () => ({ a: endless }) };
    expect(checkJson(plainOf(endless))).toEqual([
      { code: 'json.too_deep', path: '/a'.repeat(33), message: 'nesting deeper than 32; flatten the data' },
    ]);
  });

  it('reads nothing that is too deep', () => {
    let reads = 0;
    const deep = (depth: number): object => ({
      get a() {
        reads++;
        return deep(depth + 1);
      },
    });
    plainOf(deep(0));
    expect(reads).toBe(33);
  });

  it('refuses a list of four thousand million holes without looking at each', () => {
    expect(checkJson(plainOf(new Array(2 ** 32 - 1)))).toHaveLength(20);
  });

  it('names each member that throws, and reads the others', () => {
    const thrower = (): never => {
      throw new Error('not now');
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const value = { a: { toJSON: thrower }, b: 10n, c: revoked.proxy, d: new Proxy({}, { ownKeys: thrower }), e: 1 };
    expect(checkJson(plainOf(value)).map(({ path, message }) => `${path} ${message}`)).toEqual([
      '/a reading it threw not now; give plain objects',
      '/b a bigint has no JSON form; leave it out',
      expect.stringMatching(/^\/c reading it threw Cannot .* revoked; give plain objects$/),
      '/d reading it threw not now; give plain objects',
    ]);
  });

  it('asks a bigint for its toJSON, which programs add to its prototype', () => {
    Object.defineProperty(BigInt.prototype, 'toJSON', {
      value(this: bigint) {
        return this.toString();
      },
      configurable: true,
    });
    try {
      expect(plainOf({ a: 10n })).toEqual({ a: '10' });
    } finally {
      Reflect.deleteProperty(BigInt.prototype, 'toJSON');
    }
  });
});
