import fc from 'fast-check';
import { maskPrivate } from './mask-private';

describe('an address', () => {
  it.each([
    ['alone', 'cannot send to ann@example.com', 'cannot send to ***'],
    ['in brackets', 'Ann <ann+x@mail.example.com>, refused', 'Ann <***>, refused'],
    ['beside another', 'a@b.c;d@e.f', '***;***'],
    ['in JSON', '{"to":"ann@example.com","n":1}', '{"to":"***","n":1}'],
    ['with a quoted local part', 'to "ann smith"@example.com, refused', 'to ***, refused'],
    ['with an escaped quote in its local part', 'to "ann \\"a\\" smith"@example.com', 'to ***'],
    ['with a quoted local part, in JSON', '{"to":"\\"ann smith\\"@example.com"}', '{"to":***"}'],
    ['with blanks around the at sign', 'to ann @ example.com, refused', 'to ***, refused'],
    ['with an at sign of full width', 'ann＠example.com', '***'],
    ['with an international domain', 'ann@bücher.example', '***'],
    ['percent-encoded', 'GET /a/ada%40example.com?b=c%20d', 'GET *** d'],
    ['percent-encoded twice', 'to ada%2540example.com now', 'to *** now'],
    ['in quoted-printable', 'to ada=40example.com now', 'to *** now'],
    ['in quoted-printable, over two lines', 'to ada=40exam=\r\nple.com now', 'to *** now'],
    ['in a character reference, decimal', 'to ada&#64;example.com now', 'to *** now'],
    ['in a character reference, hexadecimal', 'to ada&#x40;example.com now', 'to *** now'],
    ['in a named character reference', 'to ada&commat;example.com now', 'to *** now'],
    ['in escaped HTML', 'to ada&amp;#64;example.com now', 'to *** now'],
    ['in an escape of JSON', 'to ada\\u0040example.com now', 'to *** now'],
    ['in an escape of JavaScript', 'to ada\\x40example.com, ada\\u{40}example.com', 'to ***, ***'],
    ['in an escape of JSON inside of JSON', 'to ada\\\\u0040example.com now', 'to *** now'],
  ])('is masked %s', (_what, text, expected) => {
    expect(maskPrivate(text)).toBe(expected);
  });

  const localPart = fc.stringMatching(/^[a-z0-9]{4,12}(?:[.+_-][a-z0-9]{4,8})?$/);
  const domain = fc.stringMatching(/^[a-z]{4,10}(?:-[a-z]{4,6})?\.(?:example|test)$/);
  const hexadecimal = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');
  const SPELLINGS: readonly ((character: string) => string)[] = [
    (character) => character,
    (character) => `%${hexadecimal(character)}`,
    (character) => `%25${hexadecimal(character).toUpperCase()}`,
    (character) => `=${hexadecimal(character).toUpperCase()}`,
    (character) => `&#${character.charCodeAt(0)};`,
    (character) => `&#x${hexadecimal(character)};`,
    (character) => `&amp;#${character.charCodeAt(0)};`,
    (character) => `\\u00${hexadecimal(character)}`,
    (character) => `\\x${hexadecimal(character)}`,
  ];
  const spelled = (address: string, spell: (character: string) => string, everything: boolean) =>
    address.replace(everything ? /./g : /[@.+]/g, spell);

  it('of a generated list survives in no spelling, whether the at sign alone or every character is encoded', () => {
    const mailbox = fc.record({
      localPart,
      domain,
      spell: fc.constantFrom(...SPELLINGS),
      everything: fc.boolean(),
    });
    const list = fc.array(mailbox, { minLength: 1, maxLength: 5 });
    const around = fc.constantFrom(', ', '; ', ' ', '>, <', '","', '\n', '&', ' = ');
    fc.assert(
      fc.property(list, around, fc.string({ unit: 'grapheme-ascii', maxLength: 20 }), (mailboxes, between, noise) => {
        const texts = mailboxes.map(({ localPart, domain, spell, everything }) =>
          spelled(`${localPart}@${domain}`, spell, everything),
        );
        const masked = maskPrivate([noise, ...texts, noise].join(between));
        const parts = mailboxes.flatMap(({ localPart, domain, spell, everything }) =>
          [localPart, domain].flatMap((part) => [part, spelled(part, spell, everything)]),
        );
        expect(parts.filter((part) => masked.includes(part) && !noise.includes(part))).toEqual([]);
      }),
    );
  });
});

describe('a secret', () => {
  it.each([
    ['of an endpoint', 'the secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is', 'the secret whsec_*** is'],
    ['that signs', 'whsk_6Xb/dCcHpPea21PS1N9VY+NZ==,', 'whsk_***,'],
    ['of a session', 'Cookie: a=b; session="c d"\nHost: example.com', 'Cookie: ***\nHost: example.com'],
    ['that a receiver sets', 'set-cookie: id=42; Path=/; HttpOnly', 'set-cookie: ***'],
    ['in a header', 'Authorization: Digest username="ann", response="abc"\r\nx', 'Authorization: ***\r\nx'],
    ['in a header, as JSON', '{"authorization":"Basic YTpi\\"x","n":1}', '{"authorization":"***","n":1}'],
    ['in a header, as Node shows it', "{ cookie: 'a=b', n: 1 }", '{ cookie: ***'],
    ['behind its scheme', 'sent Bearer eyJhbGciOi.x-y_z, Basic YTpi', 'sent Bearer ***, Basic ***'],
    ['behind its scheme, encoded', 'q=Bearer%20eyJhbGciOi', 'q=Bearer ***'],
    ['of a key', 'x-api-key: 1234', 'x-api-key: ***'],
    ['in a URL', 'GET https://ann:pa,ss:w@hooks.example.com/a?b=c failed', 'GET https://***/a?b=c failed'],
    ['in a URL, without a password', 'https://token@hooks.example.com', 'https://***'],
    ['in a URL, with what would end it', 'https://a:b%2Fc%2Cd@hooks.example.com/e', 'https://***/e'],
  ])('is masked %s', (_what, text, expected) => {
    expect(maskPrivate(text)).toBe(expected);
  });

  it.each([
    'connect ECONNREFUSED https://hooks.example.com:8443/a?b=c%20d&e=%C3%BC',
    'the cookie was refused',
    'expected whsec_… or whsk_…',
    'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
  ])('leaves other text unchanged: %s', (text) => {
    expect(maskPrivate(text)).toBe(text);
  });
});

/** The length of each of these would take minutes to hours in quadratic time, and takes less than a second. */
describe('a hostile text of a megabyte is masked in linear time', () => {
  it.each([
    ['a'],
    [' '],
    ['"'],
    ['@'],
    ['@,'],
    ['"@,'],
    ['\\"@ '],
    ['\\"'],
    [' @'],
    ['a@,'],
    ['"a'],
    ['://'],
    ['://a'],
    ['%40'],
    ['%25'],
    ['=40,'],
    ['&#000'],
    ['&amp;'],
    ['Basic '],
    ['cookie: "'],
    ['cookie:"\\\\'],
    ['cookie   '],
    ['authorization='],
    ['whsec_'],
  ])('%j', (piece) => {
    expect(maskPrivate(piece.repeat(1_048_576 / piece.length)).length).toBeLessThanOrEqual(1_100_000);
  });
});

test('a text without any of the characters that masking reads is masked as it is with one of them beside it', () => {
  const plain = fc.stringMatching(/^(?:[a-zA-Z0-9_./+-]|whsec_|whsk_|Bearer|cookie){0,12}$/);
  fc.assert(
    fc.property(plain, (text) => {
      expect(`${maskPrivate(text)}'`).toBe(maskPrivate(`${text}'`));
    }),
  );
});
