import type { FilterPolicy } from '../filter-policy/filter-policy';
import type { BusEvent } from '../manifest/event-source';
import { matchesEvent } from './matches-event';
import { validatePattern } from './validate-pattern';

const event: BusEvent = {
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Order Placed',
  source: 'shop.orders',
  account: '111122223333',
  time: '2026-11-23T09:30:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
  detail: {
    total: 120,
    tags: ['gift', 'express'],
    items: [
      { sku: 'a', n: 1 },
      { sku: 'b', n: 2 },
    ],
    note: null,
  },
};

describe('an event matches', () => {
  it.each<[string, FilterPolicy]>([
    ['one of the values of each key', { source: ['shop.orders', 'x'], 'detail-type': ['Order Placed'] }],
    ['one element of a list', { resources: ['arn:aws:s3:::two'] }],
    ['a nested key', { detail: { tags: ['gift'] } }],
    ['a number in a range', { detail: { total: [{ numeric: ['>', 100, '<=', 120] }] } }],
    ['a branch of $or', { source: ['shop.orders'], $or: [{ region: ['x'] }, { account: ['111122223333'] }] }],
    ['within one element of a list of objects', { detail: { items: { sku: ['b'], n: [{ numeric: ['=', 2] }] } } }],
    ['null', { detail: { note: [null] } }],
    ['what is not listed', { region: [{ 'anything-but': ['us-east-1'] }] }],
  ])('%s', (_, pattern) => expect(matchesEvent(pattern, event)).toBe(true));

  it.each<[string, FilterPolicy]>([
    ['another value', { source: ['shop'] }],
    ['a key that is not there', { detail: { missing: [{ 'anything-but': 'x' }] } }],
    ['a number as text', { detail: { total: ['120'] } }],
    ['two elements together', { detail: { items: { sku: ['a'], n: [{ numeric: ['=', 2] }] } } }],
  ])('not %s', (_, pattern) => expect(matchesEvent(pattern, event)).toBe(false));
});

test('a pattern of what both EventBridge and the matcher know is valid', () => {
  const pattern = {
    source: ['aws.s3'],
    'detail-type': [{ prefix: 'Object' }],
    detail: {
      bucket: { name: [{ 'anything-but': { prefix: 'carillon-' } }] },
      object: { size: [{ numeric: ['>', 0] }] },
    },
  };
  expect(validatePattern(pattern)).toEqual([]);
});

describe('a pattern is refused', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['that is no object', [], ['filter_policy.not_an_object']],
    ['that is for every service', { region: ['eu-central-1'] }, ['event_pattern.source']],
    ['with a key that no event has', { source: ['a'], type: ['x'] }, ['event_pattern.member']],
    ['with a number to equal', { source: ['a'], detail: { n: [300] } }, ['event_pattern.number']],
    ['with numbers to exclude', { source: ['a'], detail: { n: [{ 'anything-but': [1] }] } }, ['event_pattern.number']],
    ['with exists', { source: ['a'], detail: { n: [{ exists: true }] } }, ['event_pattern.exists']],
    [
      'with an operator that only EventBridge has',
      { source: [{ 'anything-but': { suffix: 'x' } }] },
      ['filter_policy.operator.unknown'],
    ],
    ['that is too long', { source: ['x'.repeat(2048)] }, ['event_pattern.too_large']],
    [
      'for several reasons, all of them',
      { type: [1] },
      ['event_pattern.member', 'event_pattern.source', 'event_pattern.number'],
    ],
  ])('%s', (_, pattern, codes) => {
    expect(validatePattern(pattern).map(({ code }) => code)).toEqual(codes);
  });
});
