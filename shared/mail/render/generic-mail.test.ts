import type { Notification } from '../../domain/notification/notification';
import { genericTitle, genericVariables, MAX_ROWS } from './generic-mail';

const notification = (changes: Partial<Notification>): Notification => ({
  specversion: '1.0',
  id: '01JD9X8M3V5W6Y7Z8A9B0C1D2E',
  source: '/shop/orders',
  type: 'order.shipped',
  time: '2026-11-23T09:30:00Z',
  datacontenttype: 'application/json',
  data: {},
  tenant: 'acme',
  channels: 'email',
  severity: 'info',
  ...changes,
});
/** Generic variables of data. @param forPeople @default all properties */
const variablesOf = (data: object, forPeople = Object.keys(data)) =>
  genericVariables(notification({ data }), { forPeople });
const rows = (data: object, forPeople?: string[]): string[] =>
  variablesOf(data, forPeople).rows.map(({ label, value }) => `${label}: ${value}`);

describe('genericTitle', () => {
  it.each([
    ['order.shipped', '1234', 'Order shipped — 1234'],
    ['order.shipped', undefined, 'Order shipped'],
    ['disk_usage.high-water', 'db1', 'Disk usage high water — db1'],
  ])('of %s about %s', (type, subject, title) => {
    expect(genericTitle(notification({ type, ...(subject !== undefined && { subject }) }))).toBe(title);
  });
});

describe('genericVariables', () => {
  it.each<[string, object, string[]]>([
    [
      'names',
      { orderNumber: 1, tracking_url: 2, 'ship-to': 3, ISOCode: 4, VAT: 5, größeÜber: 6 },
      ['Order number: 1', 'Tracking url: 2', 'Ship to: 3', 'Isocode: 4', 'VAT: 5', 'Größe über: 6'],
    ],
    [
      'scalars',
      { a: true, b: false, c: null, d: '', e: 1.5, f: 'x' },
      ['A: yes', 'B: no', 'C: –', 'D: –', 'E: 1.5', 'F: x'],
    ],
    ['nested objects', { customer: { address: { city: 'Graz' } } }, ['Customer › Address › City: Graz']],
    ['lists of scalars in one row', { tags: ['a', 1, true, null] }, ['Tags: a, 1, yes, –']],
    [
      'lists of objects by number',
      { items: [{ sku: 'a' }, { sku: 'b', n: 2 }] },
      ['Items 1 › Sku: a', 'Items 2 › Sku: b', 'Items 2 › N: 2'],
    ],
    ['empty lists and objects', { a: [], b: {} }, ['A: –', 'B: –']],
    ['line breaks in values only', { 'a\nb': 'c\r\nd\re' }, ['A b: c\nd\ne']],
    ['nesting, down to a depth', { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }, ['A › B › C › D › E › F: …']],
    ['an override in a name, without it', { 'a\u202Eb': 1 }, ['Ab: 1']],
  ])('shows %s', (_what, data, expected) => {
    expect(rows(data)).toEqual(expected);
  });

  it.each<[string, object, string[], string[]]>([
    ['nothing that is not marked', { order: 'A-1', internalNote: 'fraud?', customer: { iban: 'DE02' } }, [], []],
    [
      'what is marked with all that it holds, in the order of the data',
      { items: [{ sku: 'x' }], cost: 7, order: 'A-1' },
      ['order', 'items'],
      ['Items 1 › Sku: x', 'Order: A-1'],
    ],
    ['no name of a property further in', { a: { order: 'A-1' } }, ['order'], []],
    ['nothing that every object has', { order: 'A-1' }, ['constructor', 'toString', '__proto__'], []],
  ])('shows %s', (_what, data, forPeople, expected) => {
    expect(rows(data, forPeople)).toEqual(expected);
  });

  it('bounds names, values and their number', () => {
    const variables = variablesOf({ ['k'.repeat(500)]: 'v'.repeat(5_000), list: Array(5_000).fill({ a: 1 }) });
    expect(variables.rows).toHaveLength(MAX_ROWS);
    expect(variables.more).toBe(true);
    expect(variables.rows[0]).toEqual({ label: `K${'k'.repeat(118)}…`, value: `${'v'.repeat(499)}…` });
  });

  it('says that a hundred rows are all there are', () => {
    const data = Object.fromEntries(Array.from({ length: MAX_ROWS }, (_, n) => [`k${n}`, n]));
    expect(variablesOf(data).more).toBe(false);
  });
});
