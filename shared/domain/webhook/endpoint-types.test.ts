import fc from 'fast-check';
import { isTypePattern, typesSinceOf, wantedAt, wantsType } from './endpoint-types';

describe('an endpoint', () => {
  it.each([
    [['*'], 'order.shipped'],
    [['order.shipped'], 'order.shipped'],
    [['order.*'], 'order.shipped'],
    [['order.*'], 'order.line.added'],
    [['order.line.*'], 'order.line.added'],
    [['invoice.created', 'order.*'], 'order.shipped'],
  ])('with %j wants %s', (patterns, type) => expect(wantsType(patterns, type)).toBe(true));

  it.each([
    [[], 'order.shipped'],
    [['order'], 'order.shipped'],
    [['order.shipped'], 'order'],
    [['order.shipped'], 'order.shipped.late'],
    [['order.*'], 'order'],
    [['order.*'], 'orders.shipped'],
    [['order.*'], 'order-line.added'],
    [['order.*'], 'reorder.shipped'],
    [['ORDER.*'], 'order.shipped'],
    [['order*'], 'order.shipped'],
    [['*.shipped'], 'order.shipped'],
    [['order.shi'], 'order.shipped'],
  ])('with %j does not want %s', (patterns, type) => expect(wantsType(patterns, type)).toBe(false));

  const word = fc.stringMatching(/^[a-z0-9]{1,4}$/);
  const words = fc.array(word, { minLength: 1, maxLength: 4 });

  it('with a prefix wants the types that begin with its words and go on, and no other', () => {
    fc.assert(
      fc.property(words, words, (prefix, type) => {
        const expected = type.length > prefix.length && prefix.every((part, index) => part === type[index]);
        expect(wantsType([`${prefix.join('.')}.*`], type.join('.'))).toBe(expected);
        expect(wantsType([`${prefix.join('.')}.*`], [...prefix, ...type].join('.'))).toBe(true);
      }),
    );
  });
});

describe('a pattern of types', () => {
  it.each(['*', 'order', 'order.shipped', 'order.*', 'order.line-item.*', 'a_b.c-d', '2fa.sent'])('%j is one', (text) =>
    expect(isTypePattern(text)).toBe(true),
  );

  it.each([
    '',
    '.',
    '.*',
    '**',
    '*.*',
    'order*',
    'order.',
    '.order',
    'order..shipped',
    'order.*.added',
    '*.shipped',
    'Order.*',
    'order.* ',
    ' order',
    'order.*\n',
    'order,invoice',
    'ordér',
  ])('%j is none', (text) => expect(isTypePattern(text)).toBe(false));
});

describe('since when types are wanted', () => {
  const createdAt = '2026-11-01T00:00:00.000Z';
  const [since, now] = ['2026-11-10T00:00:00.000Z', '2026-11-20T00:00:00.000Z'];
  const before = { types: ['order.*', 'payment.failed'], typesSince: { 'payment.failed': since }, createdAt };

  it.each([
    ['fewer', ['order.shipped'], { 'order.*': createdAt, 'order.shipped': now }],
    ['all', ['*'], { 'order.*': createdAt, 'payment.failed': since, '*': now }],
    ['others', ['invoice.paid'], { 'invoice.paid': now }],
    ['one that is called as a member of every object', ['constructor'], { constructor: now }],
  ])('is remembered of older patterns that overlap: %s', (_, types, expected) => {
    expect(typesSinceOf(before, types, now)).toEqual(expected);
  });

  it.each([
    ['order.shipped', createdAt, true],
    ['payment.failed', '2026-11-09T23:59:59.999Z', false],
    ['payment.failed', since, true],
    ['invoice.paid', now, false],
  ])('%s is wanted at %s: %s', (type, moment, expected) => {
    expect(wantedAt(before, type, moment)).toBe(expected);
  });

  it('goes on where a pattern is replaced by a wider one, or is removed by mistake and added again', () => {
    const wider = { types: ['*'], typesSince: typesSinceOf(before, ['*'], now), createdAt };
    expect([wantedAt(wider, 'order.shipped', since), wantedAt(wider, 'invoice.paid', since)]).toEqual([true, false]);
    const corrected = typesSinceOf(wider, ['order.*'], '2026-11-21T00:00:00.000Z');
    expect(wantedAt({ types: ['order.*'], typesSince: corrected }, 'order.shipped', createdAt)).toBe(true);
    expect(wantedAt({ types: ['constructor'] }, 'constructor', createdAt)).toBe(true);
  });
});
