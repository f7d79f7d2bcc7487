import fc from 'fast-check';
import { waves } from './waves';

const item = (id: number, bytes = 10) => ({ id: String(id), text: 'x'.repeat(bytes) });
const sizes = (items: readonly ReturnType<typeof item>[]) => waves(items).map(({ length }) => length);
const range = (length: number) => Array.from({ length }, (_, index) => index);

it.each([
  ['nothing', [], []],
  ['a batch of SQS', range(10).map((id) => item(id, 260_000)), [10]],
  ['one more than a transaction holds', range(99).map((id) => item(id)), [98, 1]],
  ['more bytes than a transaction holds', range(4).map((id) => item(id, 1_000_000)), [3, 1]],
  ['an id twice', [item(1), item(2), item(1), item(3)], [2, 2]],
])('makes of %s', (_what, items, expected) => {
  expect(sizes(items)).toEqual(expected);
});

it('keeps everything, in order', () => {
  const some = fc.array(fc.integer({ min: 0, max: 20 }).map((id) => item(id)));
  fc.assert(fc.property(some, (items) => expect(waves(items).flat()).toEqual(items)));
});
