import fc from 'fast-check';
import { webhookEvent } from '../notification/routing';
import { passesFilter } from './endpoint-filter';
import { wantsType } from './endpoint-types';
import { type IdRange, type ListedEndpoint, typeIndex } from './type-index';

const listed = (id: string, types: readonly string[], enabled = true): ListedEndpoint => ({ id, types, enabled });
const over = (amount: number) => JSON.stringify({ data: { amount: [{ numeric: ['>', amount] }] } });

it('finds the endpoints that want a type, each once and sorted, and counts disabled ones', () => {
  const index = typeIndex([
    listed('ep_3', ['*', 'order.shipped']),
    listed('ep_1', ['order.*', 'order.*']),
    listed('ep_4', ['invoice.paid']),
    listed('ep_2', ['order.shipped'], false),
    listed('ep_5', ['*', 'order.*'], false),
  ]);
  expect(index.wantedBy({ type: 'order.shipped' })).toEqual({ enabled: ['ep_1', 'ep_3'], disabled: 2, filtered: 0 });
  expect(index.wantedBy({ type: 'invoice.paid' })).toEqual({ enabled: ['ep_3', 'ep_4'], disabled: 1, filtered: 0 });
});

it('leaves out endpoints whose filter does not pass the notification, and counts enabled ones', () => {
  const index = typeIndex([
    { ...listed('ep_1', ['order.*']), filter: over(100) },
    { ...listed('ep_2', ['order.*', '*']), filter: over(40) },
    listed('ep_3', ['order.shipped']),
    { ...listed('ep_4', ['order.*'], false), filter: over(100) },
    { ...listed('ep_5', ['order.*'], false), filter: over(40) },
    { ...listed('ep_6', ['payment.*']), filter: over(100) },
  ]);
  const shipped = (amount: number) => index.wantedBy({ type: 'order.shipped', data: { amount } });
  expect(shipped(50)).toEqual({ enabled: ['ep_2', 'ep_3'], disabled: 1, filtered: 1 });
  expect(shipped(101)).toEqual({ enabled: ['ep_1', 'ep_2', 'ep_3'], disabled: 2, filtered: 0 });
});

it('passes nothing by a filter that is no JSON object, and everything else as ever', () => {
  const index = typeIndex([
    { ...listed('ep_1', ['*']), filter: '{"data"' },
    { ...listed('ep_2', ['*']), filter: '[]' },
    listed('ep_3', ['*']),
  ]);
  expect(index.wantedBy({ type: 'order.shipped' })).toEqual({ enabled: ['ep_3'], disabled: 0, filtered: 2 });
});

it('weighs each pattern of each endpoint as one, and each different filter by its length', () => {
  expect(typeIndex([listed('ep_1', ['order.*', 'order.*']), listed('ep_2', ['*', 'order.*'])]).size).toBe(3);
  const long = JSON.stringify({ type: ['x'.repeat(300)] });
  const filters = [over(1), over(1), over(2), long];
  expect(typeIndex(filters.map((filter, n) => ({ ...listed(`ep_${n}`, ['*']), filter }))).size).toBe(4 + 1 + 1 + 2);
});

const word = fc.constantFrom('a', 'b', 'c-d');
const type = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('.'));
const pattern = fc.oneof(
  type,
  fc.constant('*'),
  type.map((prefix) => `${prefix}.*`),
);
const id = fc.integer({ min: 10, max: 60 }).map((n) => `ep_${n}`);
const filter = fc.option(
  fc.integer({ min: 0, max: 3 }).map((amount) => over(amount)),
  { nil: undefined },
);
const types = fc.array(pattern, { maxLength: 4 });
const endpoints = fc.uniqueArray(fc.record({ id, types, filter, enabled: fc.boolean() }), {
  selector: (endpoint) => endpoint.id,
  maxLength: 40,
});
const range = fc.option(
  fc.tuple(id, id).map((bounds): IdRange => {
    const [from = '', to = ''] = bounds.toSorted();
    return { from, to };
  }),
  { nil: undefined },
);

it('finds what a look at each endpoint finds, also within a range', () => {
  fc.assert(
    fc.property(endpoints, type, range, fc.integer({ min: 0, max: 4 }), (all, wanted, within, amount) => {
      const notification = { type: wanted, data: { amount } };
      const isWithin = (one: ListedEndpoint) => !within || (within.from <= one.id && one.id <= within.to);
      const ofType = all.filter((one) => wantsType(one.types, wanted) && isWithin(one));
      const matching = ofType.filter((one) => passesFilter(one.filter, webhookEvent(notification)));
      const enabled = matching.filter((one) => one.enabled).map((one) => one.id);
      const disabled = matching.length - enabled.length;
      const filtered = ofType.filter((one) => one.enabled).length - enabled.length;
      expect(typeIndex(all).wantedBy(notification, within)).toEqual({
        enabled: enabled.toSorted(),
        disabled,
        filtered,
      });
    }),
  );
});
