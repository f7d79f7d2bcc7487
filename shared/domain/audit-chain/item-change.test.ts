import { type ItemChange, inTransactions } from './item-change';

const puts = (count: number): ItemChange<string>[] =>
  Array.from({ length: count }, (_, n) => ({ put: `${n}`, deletes: [] }));
const moves = (count: number): ItemChange<string>[] => puts(count).map(({ put }) => ({ put, deletes: [`old ${put}`] }));
const sizes = (changes: readonly ItemChange<string>[]) => inTransactions(changes).map(({ length }) => length);

it('a transaction has at most a hundred actions, of which a move is two', () => {
  expect([sizes([]), sizes(puts(100)), sizes(puts(101)), sizes(moves(50)), sizes(moves(51))]).toEqual([
    ...[[], [100], [100, 1], [50], [50, 1]],
  ]);
});

it('a move that would be the hundredth and the next action goes into the next transaction', () => {
  expect(sizes([...puts(99), ...moves(1)])).toEqual([99, 1]);
  expect(sizes([...puts(98), ...moves(1), ...puts(1)])).toEqual([99, 1]);
});

it('changes keep their order', () => {
  const changes = [...moves(70), ...puts(70)];
  expect(inTransactions(changes).flat()).toEqual(changes);
});
