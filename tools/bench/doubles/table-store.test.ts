import { tableStore } from './table-store';

const item = (sk: string, text = '') => ({ pk: { S: 'p' }, sk: { S: sk }, text: { S: text } });
const keys = (items: readonly { readonly sk?: object }[]) => items.map(({ sk }) => (sk as { S: string }).S);

describe('a table in memory', () => {
  it('returns a partition in either order, in pages of a limit, each after the last key of the one before', () => {
    const { put, partition, page } = tableStore();
    for (const sk of ['b', 'a', 'c']) put('t', item(sk));
    const descending = partition('t', 'p', false);
    const first = page(descending, { Limit: 2 });
    expect(keys(first.Items)).toEqual(['c', 'b']);
    expect(first.LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: 'b' } });
    const second = page(descending, { Limit: 2, ExclusiveStartKey: { pk: { S: 'p' }, sk: { S: 'b' } } });
    expect([keys(second.Items), second.LastEvaluatedKey]).toEqual([['a'], undefined]);
  });

  it('ends a page with the item that reaches one megabyte', () => {
    const { put, partition, page } = tableStore();
    for (const sk of ['a', 'b', 'c', 'd']) put('t', item(sk, 'x'.repeat(400_000)));
    const { Items, bytes } = page(partition('t', 'p', true), {});
    expect(keys(Items)).toEqual(['a', 'b', 'c']);
    expect(bytes).toBeGreaterThan(1_000_000);
  });

  it('lists parked items by shard in the order in which they are due, with their keys alone', () => {
    const { put, partition } = tableStore();
    const parked = (sk: string, dueAt: string) => ({ ...item(sk), parkShard: { S: 'P1' }, dueAt: { S: dueAt } });
    put('t', parked('late', '2026-02'));
    put('t', parked('early', '2026-01'));
    expect(partition('t/parked', 'P1', true).map((stored) => stored.item)).toEqual([
      { pk: { S: 'p' }, sk: { S: 'early' } },
      { pk: { S: 'p' }, sk: { S: 'late' } },
    ]);
  });
});
