import fc from 'fast-check';
import { pointer, pointerKeys } from './json-pointer';

describe('pointer', () => {
  it.each([
    ['', 'data', '/data'],
    ['/data', '', '/data/'],
    ['/data', 'a/b', '/data/a~1b'],
    ['/data', 'm~n', '/data/m~0n'],
    ['/data', '~1/~', '/data/~01~1~0'],
    ['/data', 'a\ud800', '/data/a\ufffd'],
  ])('from %j to %j is %j', (path, key, expected) => {
    expect(pointer(path, key)).toBe(expected);
  });

  it('leads back to every key', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (keys) => expect(pointerKeys(keys.reduce(pointer, ''))).toEqual(keys)),
    );
  });
});
