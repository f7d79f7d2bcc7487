import { groupBy } from './group-by';

describe('groupBy', () => {
  it('keeps the order of keys and of what has the same one', () => {
    expect([...groupBy(['b1', 'a1', 'b2', 'c1', 'a2'], ([key = '']) => key)]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1', 'a2']],
      ['c', ['c1']],
    ]);
  });
});
