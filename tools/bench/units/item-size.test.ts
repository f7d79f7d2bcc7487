import { itemSize } from './item-size';

describe('the size of an item', () => {
  it('is that of names and values in UTF-8', () => {
    expect(itemSize({ pk: { S: 'abc' }, straße: { S: '€' } })).toBe(2 + 3 + 7 + 3);
  });

  it('counts two digits of a number as a byte, without zeros at its ends, and one byte more', () => {
    const sizes = ['0', '7', '1200', '-12', '1795000001'].map((N) => itemSize({ n: { N } }) - 1);
    expect(sizes).toEqual([1, 2, 2, 3, 6]);
  });

  it('counts three bytes for a list or a map, and one for each element', () => {
    expect(itemSize({ l: { L: [{ S: 'ab' }, { BOOL: true }] } })).toBe(1 + 3 + (2 + 1) + (1 + 1));
    expect(itemSize({ m: { M: { a: { S: 'b' }, c: { NULL: true } } } })).toBe(1 + 3 + (1 + 1 + 1) + (1 + 1 + 1));
  });

  it('counts the bytes of a binary value, not its base64', () => {
    expect(itemSize({ b: { B: Buffer.from('12345').toString('base64') as never } })).toBe(1 + 5);
  });

  it('is refused for a type of which it does not know the size', () => {
    expect(() => itemSize({ s: { SS: ['a'] } })).toThrow('the size of {"SS":["a"]} is not known here');
  });
});
