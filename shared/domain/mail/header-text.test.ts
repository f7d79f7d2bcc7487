import fc from 'fast-check';
import { headerText } from './header-text';

describe('headerText', () => {
  it.each([
    ['keeps ordinary text', 'Bestellung 4711 versandt – schön 🎉', 'Bestellung 4711 versandt – schön 🎉'],
    ['folds line breaks', 'Hi\r\nBcc: eve@example.com', 'Hi Bcc: eve@example.com'],
    ['collapses whitespace of any kind', '  a\t\u00A0\u2003b\u2028c\u2029d\uFEFF ', 'a b c d'],
    ['removes NUL, DEL and C1 controls', 'a\0b\x7Fc\x85d', 'a b c d'],
    ['removes a right-to-left override', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
    [
      'removes embeddings, isolates, marks and deprecated shaping controls',
      '\u206A\u202Aa\u202C\u2066b\u2069\u200Ec\u200F\u061C',
      'abc',
    ],
    ['leaves no second space where it removes one between spaces', 'a \u202E b', 'a b'],
    ['replaces a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['keeps the joiner inside an emoji', '👩‍🚀', '👩‍🚀'],
  ])('%s', (_what, text, expected) => {
    expect(headerText(text)).toBe(expected);
  });

  it('leaves nothing that could end a header line, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(headerText(text)).not.toMatch(/[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/u);
      }),
    );
  });
});
