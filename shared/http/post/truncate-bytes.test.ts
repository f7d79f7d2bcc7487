import fc from 'fast-check';
import { truncateBytes } from './truncate-bytes';

it.each([
  ['', 0, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['aü', 2, 'a'],
  ['aü', 3, 'aü'],
  ['€€', 5, '€'],
  ['a🎉b', 4, 'a'],
  ['a🎉b', 5, 'a🎉'],
  ['abc', 0, ''],
])('%j in %i bytes is %j', (text, maxBytes, expected) => expect(truncateBytes(text, maxBytes)).toBe(expected));

it('is a beginning of the text, fits, and is as long as it can be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(64), (text, maxBytes) => {
      const cut = truncateBytes(text, maxBytes);
      const next = String.fromCodePoint(text.codePointAt(cut.length) ?? 0);
      expect(text.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
      if (cut !== text) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(maxBytes);
    }),
  );
});
