import fc from 'fast-check';
import { decodeWords, holdsWord, looksEncoded } from './encoded-words';

describe('decodeWords', () => {
  it.each([
    ['quoted-printable', '=?utf-8?Q?Zo=C3=AB_Lee?=', 'Zoë Lee'],
    ['base64', '=?utf-8?B?Wm/Dqw==?=', 'Zoë'],
    ['base64 without padding', '=?utf-8?B?Wm/Dqw?=', 'Zoë'],
    ['letters in any case', '=?UTF-8?q?Zo=c3=ab?= =?uTf-8?b?Wm/Dqw==?=', 'ZoëZoë'],
    [
      'another charset',
      '=?iso-8859-1?Q?Zo=EB?= =?koi8-r?B?6dfBzg==?= =?iso-2022-jp?B?GyRCOzNFRBsoQg==?=',
      'ZoëИван山田',
    ],
    ['a language', '=?utf-8*en-GB?Q?Zo=C3=AB?=', 'Zoë'],
    ['one among plain words', 'Dr. =?utf-8?Q?Zo=C3=AB?= Lee', 'Dr. Zoë Lee'],
    ['several, without the space between them', '=?utf-8?Q?a?= =?utf-8?Q?b?=  \t=?utf-8?B?Yw==?= d', 'abc d'],
    ['several of several charsets', '=?utf-8?Q?a=C3=A4?= =?iso-8859-1?Q?=E4?= =?utf-8?Q?=C3=A4?=', 'aäää'],
    ['a character that is divided between two', '=?utf-8?Q?Zo=C3?= =?UTF8?Q?=AB?= =?utf-8?B?w6s=?=', 'Zoëë'],
    ['bytes that are no character', '=?utf-8?Q?a=FFb?=', 'a\uFFFDb'],
    ['an equals sign that begins no byte', '=?utf-8?Q?a=b=zz?=', 'a=b=zz'],
    ['what is encoded twice, once', '=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=', '=?utf-8?Q?x?='],
    ['control characters', '=?utf-8?Q?a=0D=0AB:_c=E2=80=AE?=', 'a\r\nB: c\u202E'],
    ['nothing', '=?utf-8?Q??= x', ' x'],
  ])('decodes %s', (_what, text, expected) => {
    expect(decodeWords(text)).toBe(expected);
  });

  it.each([
    ['in the middle of a word', 'a=?utf-8?Q?x?= =?utf-8?Q?x?=b'],
    ['beside another one without a space', '=?utf-8?Q?x?==?utf-8?Q?y?='],
    ['with a space inside', '=?utf-8?Q?x y?='],
    ['of an unknown charset', '=?x-unknown?Q?x?='],
    ['of an unknown charset, beside one of the same', '=?x-unknown?Q?x?= =?x-unknown?Q?y?='],
    ['of an unknown encoding', '=?utf-8?X?x?='],
    ['without its end', '=?utf-8?Q?x'],
    ['without its text', '=?utf-8?Q?='],
    ['without a charset', '=??Q?x?='],
    ['with a question mark inside', '=?utf-8?Q?x?y?='],
    ['with letters beyond its encoding', '=?utf-8?B?Wm/=Dq?='],
    ['with letters beyond ASCII', '=?utf-8?Q?ë?='],
    ['in no text', ''],
    ['in a text that has none', ' Zoë  =  Lee ? '],
  ])('leaves a word %s as it is written', (_what, text) => {
    expect(decodeWords(text)).toBe(text);
  });

  it('keeps the space beside a word that it does not decode', () => {
    expect(decodeWords('=?utf-8?Q?a?= =?x-unknown?Q?b?= =?utf-8?Q?c?=')).toBe('a =?x-unknown?Q?b?= c');
  });

  it('reads back every text, for any division into words', () => {
    const encodings: readonly ((bytes: Buffer) => string)[] = [
      (bytes) => `=?utf-8?B?${bytes.toString('base64')}?=`,
      (bytes) => `=?UTF-8?q?${bytes.toString('hex').replace(/../g, '=$&')}?=`,
    ];
    const pieces = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom(...encodings)));
    fc.assert(
      fc.property(pieces, fc.constantFrom(' ', '  ', '\r\n '), (words, space) => {
        const encoded = words.map(([text, encode]) => encode(Buffer.from(text)));
        expect(decodeWords(encoded.join(space))).toBe(words.map(([text]) => text).join(''));
      }),
    );
  });

  it.each(['=?', '=?utf-8?Q?a?= ', '=?utf-8?Q?a?=', '=?utf-8?B?YQ?=\t', '=?a', ' ', '=?x?Q?=41 ', '?= '])(
    'is quick with 200,000 characters of %j',
    (piece) => {
      const started = performance.now();
      decodeWords(piece.repeat(200_000 / piece.length));
      holdsWord(piece.repeat(200_000 / piece.length));
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );
});

it.each([
  ['=?utf-8?Q?x?=', true, true],
  ['a=?x-unknown?y?x y?=b', true, true],
  ['=???=', true, false],
  ['=????=', true, true],
  ['=?utf-8?Q?x', true, false],
  ['= ?utf-8?Q?x? =', false, false],
  ['a = b?', false, false],
])('%j is encoded where it can be: %s; and refused where it cannot: %s', (text, encoded, refused) => {
  expect([looksEncoded(text), holdsWord(text)]).toEqual([encoded, refused]);
});
