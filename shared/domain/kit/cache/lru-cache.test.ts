import { lruCache } from './lru-cache';

const cache = (maxWeight: number) => lruCache<string, string>(maxWeight, ({ length }) => length);

it('keeps a value', () => {
  const values = cache(5);
  values.set('a', 'xx');
  expect([values.get('a'), values.get('b')]).toEqual(['xx', undefined]);
});

it('evicts the least recently used value once the total weight is too high', () => {
  const values = cache(5);
  values.set('a', 'xx');
  values.set('b', 'yy');
  values.get('a');
  values.set('c', 'zz');
  expect(['a', 'b', 'c'].map(values.get)).toEqual(['xx', undefined, 'zz']);
});

it('counts the weight of a replaced value once', () => {
  const values = cache(5);
  for (const value of ['xx', 'xxx', 'x', 'xxx']) values.set('a', value);
  values.set('b', 'yy');
  expect(['a', 'b'].map(values.get)).toEqual(['xxx', 'yy']);
});

it('keeps the newest value, alone, even if it is too heavy, and evicts it for the next one', () => {
  const values = cache(5);
  values.set('a', 'xx');
  values.set('b', 'yyyyyy');
  expect(['a', 'b'].map(values.get)).toEqual([undefined, 'yyyyyy']);
  values.set('c', 'zzzzz');
  expect(['b', 'c'].map(values.get)).toEqual([undefined, 'zzzzz']);
});

it('weighs each value as one by default, and evicts the oldest one, but none for a value set again', () => {
  const values = lruCache<string, number>(2);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['b', 3],
    ['c', 4],
  ] as const)
    values.set(key, value);
  expect(['a', 'b', 'c'].map(values.get)).toEqual([undefined, 3, 4]);
});

it('returns whether it deleted a value, whose weight no longer counts', () => {
  const values = cache(5);
  values.set('a', 'xxxx');
  expect([values.delete('a'), values.delete('a'), values.get('a')]).toEqual([true, false, undefined]);
  values.set('b', 'yy');
  values.set('c', 'zzz');
  expect(['b', 'c'].map(values.get)).toEqual(['yy', 'zzz']);
});
