import fc from 'fast-check';
import { wantsType } from './endpoint-types';
import { type IdRange, type ListedEndpoint, typeIndex } from './type-index';

const listed = (id: string, types: readonly string[], enabled = true): ListedEndpoint => ({ id, types, enabled });

it('finds the endpoints that want a type, each once and sorted, and counts disabled ones', () => {
  const index = typeIndex([
    listed('ep_3', ['*', 'order.shipped']),
    listed('ep_1', ['order.*', 'order.*']),
    listed('ep_4', ['invoice.paid']),
    listed('ep_2', ['order.shipped'], false),
    listed('ep_5', ['*', 'order.*'], false),
  ]);
  expect(index.wantedBy('order.shipped')).toEqual({ enabled: ['ep_1', 'ep_3'], disabled: 2 });
  expect(index.wantedBy('invoice.paid')).toEqual({ enabled: ['ep_3', 'ep_4'], disabled: 1 });
});

it('weighs each pattern of each endpoint as one', () => {
  expect(typeIndex([listed('ep_1', ['order.*', 'order.*']), listed('ep_2', ['*', 'order.*'])]).size).toBe(3);
});

const word = fc.constantFrom('a', 'b', 'c-d');
const type = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('.'));
const pattern = fc.oneof(
  type,
  fc.constant('*'),
  type.map((prefix) => `${prefix}.*`),
);
const id = fc.integer({ min: 10, max: 60 }).map((n) => `ep_${n}`);
const endpoints = fc.uniqueArray(fc.record({ id, types: fc.array(pattern, { maxLength: 4 }), enabled: fc.boolean() }), {
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
    fc.property(endpoints, type, range, (all, wanted, within) => {
      const isWithin = (one: ListedEndpoint) => !within || (within.from <= one.id && one.id <= within.to);
      const matching = all.filter((one) => wantsType(one.types, wanted) && isWithin(one));
      const enabled = matching.filter((one) => one.enabled).map((one) => one.id);
      const disabled = matching.length - enabled.length;
      expect(typeIndex(all).wantedBy(wanted, within)).toEqual({ enabled: enabled.toSorted(), disabled });
    }),
  );
});
