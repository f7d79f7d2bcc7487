import { everyKey, isOr } from './every-key';

const [a, b] = [{ a: ['1'] }, { b: ['2'] }];

describe('isOr', () => {
  it.each([
    ['two branches', [a, b]],
    ['three branches', [a, b, a]],
    ['names that are reserved below those of the branches', [{ a: { prefix: ['1'] } }, b]],
  ])('takes %s for alternatives', (_what, node) => {
    expect(isOr('$or', node)).toBe(true);
  });

  it.each([
    ['another key', 'or', [a, b]],
    ['one branch', '$or', [a]],
    ['no branch', '$or', []],
    ['an object', '$or', { 0: a, 1: b, length: 2 }],
    ['a condition among the branches', '$or', [a, 'b']],
    ['null among the branches', '$or', [a, null]],
    ['a list among the branches', '$or', [a, [b]]],
  ])('takes %s for no alternatives', (_what, key, node) => {
    expect(isOr(key, node)).toBe(false);
  });

  it.each([
    'exactly',
    'prefix',
    'suffix',
    'equals-ignore-case',
    'wildcard',
    'anything-but',
    'exists',
    'numeric',
    'cidr',
    '=',
    '<',
    '<=',
    '>',
    '>=',
    'regex',
    'not-wildcard',
    'not-equals-ignore-case',
    'ip-address-in-range',
    'ip-address-not-in-range',
    'date-after',
    'date-on-or-after',
    'date-before',
    'date-on-or-before',
    'in-date-range',
  ])('takes objects for conditions where one is named %s', (name) => {
    expect(isOr('$or', [a, { ...b, [name]: ['x'] }])).toBe(false);
  });
});

describe('everyKey', () => {
  const holds = (policy: Parameters<typeof everyKey>[0], ...names: string[]): boolean =>
    everyKey(policy, (key) => names.includes(key));

  it('holds where every key does', () => {
    expect([holds({}), holds({ ...a, ...b }, 'a', 'b'), holds({ ...a, ...b }, 'a')]).toEqual([true, true, false]);
  });

  it('holds where one branch does, with what stands beside', () => {
    const policy = { c: ['3'], $or: [a, { ...b, $or: [{ d: ['4'] }, { e: ['5'] }] }] };
    const given = [['a', 'c'], ['b', 'c', 'e'], ['b', 'c'], ['a', 'b', 'd'], ['c'], ['$or', 'c']];
    expect(given.map((names) => holds(policy, ...names))).toEqual([true, true, false, false, false, false]);
  });

  it('asks about the conditions of an $or that is a key', () => {
    const seen: unknown[] = [];
    everyKey({ $or: ['x', 'y'] }, (...args) => seen.push(args) > 0);
    expect(seen).toEqual([['$or', ['x', 'y']]]);
  });
});
