import { type ItemChange, inTransactions } from './item-change';

const puts = (count: number): ItemChange<string>[] =>
  Array.from({ length: count }, (_, n) => ({ put: `${n}`, deletes: [] }));
const moves = (count: number): ItemChange<string>[] => puts(count).map(({ put }) => ({ put, deletes: [`old ${put}`] }));
const sizes = (changes: readonly ItemChange<string>[]) => inTransactions(changes).map(({ length }) => length);

it('a transaction has at most a hundred actions, of which a move is two', () => {
  expect([sizes([]), sizes(puts(100)), sizes(puts(101)), sizes(moves(50)), sizes(moves(51))]).toEqual([
    [],
    [100],
    [1, 100],
    [50],
    [1, 50],
  ]);
});

it('a move that would be the hundredth and the next action goes into the transaction before', () => {
  expect(sizes([...moves(1), ...puts(99)])).toEqual([1, 99]);
  expect(sizes([...puts(1), ...moves(1), ...puts(98)])).toEqual([1, 99]);
});

it('the last transaction is as full as it can be, so that what belongs to the record is in it', () => {
  expect(sizes([...puts(150), ...moves(20), ...puts(1)])).toEqual([91, 80]);
});

it('changes keep their order', () => {
  const changes = [...moves(70), ...puts(70)];
  expect(inTransactions(changes).flat()).toEqual(changes);
});
