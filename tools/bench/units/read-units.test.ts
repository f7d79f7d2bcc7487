import { readUnits } from './read-units';

const item = (length: number) => ({ pk: { S: 'x'.repeat(length) } });

describe('read units', () => {
  it('are one for each begun 4 KB of a consistent read, and half of an eventually consistent one', () => {
    const units = (length: number, ConsistentRead?: boolean) =>
      readUnits('GetItem', { ConsistentRead }, { Item: item(length) });
    expect([units(10, true), units(5_000, true), units(10), units(10, false)]).toEqual([1, 2, 0.5, 0.5]);
  });

  it('are as many for a key without an item as for a small one', () => {
    expect(readUnits('GetItem', { ConsistentRead: true }, {})).toBe(1);
    const RequestItems = { t: { Keys: [item(1), item(2), item(3)] }, c: { Keys: [item(1)], ConsistentRead: true } };
    expect(readUnits('BatchGetItem', { RequestItems }, { Responses: { t: [item(5_000)], c: [] } })).toBe(1 + 1 + 1);
  });

  it('of a query are those of the sum of its items', () => {
    expect(readUnits('Query', { ConsistentRead: true }, { Items: [item(3_000), item(3_000)] })).toBe(2);
    expect(readUnits('Query', {}, { Items: [] })).toBe(0.5);
  });

  it('are none for a write', () => {
    expect(readUnits('PutItem', { Item: item(10) }, {})).toBe(0);
  });
});
