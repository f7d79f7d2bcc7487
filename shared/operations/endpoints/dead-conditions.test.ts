import { deadConditions } from './dead-conditions';

const shipped = ['order.shipped'];
const dead = (
  filter: object | undefined,
  types: readonly string[] = shipped,
  unknownTypes: 'refuse' | 'allow' = 'refuse',
) => deadConditions({ types, ...(filter && { filter: JSON.stringify(filter) }) }, unknownTypes);

it.each([
  ['no filter', undefined],
  ['what examples have', { data: { carrier: ['Northline Express'], items: { quantity: [{ numeric: ['>', 1] }] } } }],
  ['attributes', { severity: ['critical'], subject: ['A'], region: ['eu'] }],
  ['what must be absent', { data: { carier: [{ exists: false }, 'x'] } }],
  ['a number or a text', { data: { carrier: [1, 'x'] } }],
])('%s is no mistake', (_, filter) => {
  expect(dead(filter)).toEqual([]);
});

it('finds names that no example has, also in branches', () => {
  const filter = { $or: [{ data: { carier: ['x'] } }, { 'data.items.count': [{ exists: true }] }] };
  expect(dead(filter)).toEqual([
    { key: 'data.carier', types: shipped },
    { key: 'data.items.count', types: shipped },
  ]);
});

it('finds numbers that are compared with texts, with the text of an example', () => {
  const [found, ...others] = dead({ data: { amount: [{ numeric: ['>', 100] }] } }, ['payment.*', 'invoice.issued']);
  expect([found, others]).toEqual([
    { key: 'data.amount', seen: expect.any(String), types: ['invoice.issued', 'payment.failed'] },
    [],
  ]);
});

it('says nothing where other types may come, or none of the catalogue is wanted', () => {
  const filter = { data: { carier: ['x'] } };
  expect([dead(filter, shipped, 'allow'), dead(filter, ['legacy.*'])]).toEqual([[], []]);
});
