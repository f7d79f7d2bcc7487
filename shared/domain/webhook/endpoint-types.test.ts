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
  const before = { types: ['order.*', 'payment.failed'], typesSince: { 'payment.failed': '2026-11-10T00:00:00.000Z' } };

  it('is kept by what there was and what that covers, and begins for what is new', () => {
    const now = '2026-11-20T00:00:00.000Z';
    expect(typesSinceOf(before, ['order.shipped', 'payment.failed', 'payment.*'], now)).toEqual({
      'payment.failed': '2026-11-10T00:00:00.000Z',
      'payment.*': now,
    });
  });

  it.each([
    ['order.shipped', '2026-11-01T00:00:00.000Z', true],
    ['payment.failed', '2026-11-09T23:59:59.999Z', false],
    ['payment.failed', '2026-11-10T00:00:00.000Z', true],
    ['invoice.paid', '2026-11-30T00:00:00.000Z', false],
  ])('%s is wanted at %s: %s', (type, moment, expected) => {
    expect(wantedAt(before, type, moment)).toBe(expected);
  });
});
