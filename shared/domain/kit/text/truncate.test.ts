import fc from 'fast-check';
import { truncate } from './truncate';

describe('truncate', () => {
  it('does not change a text that fits', () => {
    expect(truncate('abcde', 5)).toBe('abcde');
  });

  it('truncates a longer text with an ellipsis', () => {
    expect(truncate('abcdef', 5)).toBe('abcd…');
  });

  it('leaves no space before the ellipsis', () => {
    expect(truncate('abc defgh', 5)).toBe('abc…');
  });

  it('drops no character that fits', () => {
    expect([truncate('abcdefgh', 1), truncate('abcdefgh', 2), truncate('ab😀cd', 5)]).toEqual(['…', 'a…', 'ab😀…']);
  });

  it.each([
    ['a surrogate pair', 'ab😀cd', 4, 'ab…'],
    ['a family of four joined by zero-width joiners', 'a👨‍👩‍👧‍👦b', 9, 'a…'],
    ['a letter and its combining accent', 'abe\u0301f', 4, 'ab…'],
  ])('does not cut through %s', (_what, text, maxLength, expected) => {
    expect(truncate(text, maxLength)).toBe(expected);
  });

  it('never exceeds the limit and never breaks a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, maxLength) => {
          const cut = truncate(text, maxLength);
          expect(cut.length).toBeLessThanOrEqual(maxLength);
          expect(/\p{Surrogate}/u.test(cut)).toBe(false);
        },
      ),
    );
  });
});
