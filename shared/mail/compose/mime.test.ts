import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { headerText } from '../../domain/mail/header-text';
import type { Mail } from './mail';
import { composeMail } from './mime';
import { headerOf, readMail } from './read-mail.test-helper';

const MAIL: Mail = {
  from: { name: 'Carillon', address: 'no-reply@example.com' },
  to: { name: 'Ann Lee', address: 'ann@example.com' },
  subject: 'Order shipped',
  text: 'Hello Ann\n',
  html: '<p>Hello Ann</p>',
  messageId: '<01JD9X8M3V5W6Y7Z8A9B0C1D2E.1@example.com>',
  date: new Date('2026-11-23T09:30:00Z'),
};

const read = async (changes: Partial<Mail> = {}) => readMail(await composeMail({ ...MAIL, ...changes }));
const raw = async (changes: Partial<Mail> = {}): Promise<string> =>
  Buffer.from(await composeMail({ ...MAIL, ...changes })).toString('latin1');
const refusedPaths = async (changes: Partial<Mail>): Promise<readonly string[]> => {
  const error = await composeMail({ ...MAIL, ...changes }).catch((reason: unknown) => reason);
  if (!(error instanceof CodedError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.code).toBe('email.header.refused');
  return error.faults.map(({ path }) => path);
};

describe('composeMail', () => {
  it('writes text and HTML as alternatives, under the headers it was given and no others', async () => {
    expect(await read()).toEqual({
      headers: [
        ['Auto-Submitted', 'auto-generated'],
        ['X-Auto-Response-Suppress', 'OOF, AutoReply'],
        ['From', 'Carillon <no-reply@example.com>'],
        ['To', 'Ann Lee <ann@example.com>'],
        ['Subject', 'Order shipped'],
        ['Message-ID', '<01JD9X8M3V5W6Y7Z8A9B0C1D2E.1@example.com>'],
        ['Date', 'Mon, 23 Nov 2026 09:30:00 +0000'],
        ['MIME-Version', '1.0'],
        ['Content-Type', expect.stringMatching(/^multipart\/alternative; boundary="--_NmP-=_[0-9a-f]{32}-Part_1"$/)],
      ],
      content: expect.any(String),
      parts: [
        {
          headers: [
            ['Content-Type', 'text/plain; charset=utf-8'],
            ['Content-Transfer-Encoding', 'quoted-printable'],
          ],
          content: 'Hello Ann\n',
        },
        {
          headers: [
            ['Content-Type', 'text/html; charset=utf-8'],
            ['Content-Transfer-Encoding', 'quoted-printable'],
          ],
          content: '<p>Hello Ann</p>',
        },
      ],
    });
  });

  it('gives the same bytes for the same mail, and another boundary for another one', async () => {
    expect(await raw()).toBe(await raw());
    expect(headerOf(await read({ messageId: '<2@example.com>' }), 'Content-Type')).not.toBe(
      headerOf(await read(), 'Content-Type'),
    );
  });

  it('keeps every character of subject, names and parts', async () => {
    const exotic = 'Zoë "Z" Łukasz, 山田 太郎 👩‍🚀 =?UTF-8?Q?x?= (c) <d> \\ ; שלום';
    const mail = await read({
      to: { name: exotic, address: 'zoe@example.com' },
      subject: exotic,
      text: exotic,
      html: exotic,
    });
    expect(headerOf(mail, 'To')).toBe(`${exotic} <zoe@example.com>`);
    expect(headerOf(mail, 'Subject')).toBe(exotic);
    expect(mail.parts.map(({ content }) => content)).toEqual([exotic, exotic]);
  });

  describe('shows to a mail client exactly what it was given', () => {
    /** By another parser than the one of these tests. */
    const shown = async (text: string, address = 'ann@example.com') => {
      const attachments = [{ name: `${text}.pdf`, contentType: 'application/pdf', content: new Uint8Array() }];
      const to = { name: text, address };
      const mail = await simpleParser(Buffer.from(await composeMail({ ...MAIL, to, subject: text, attachments })));
      return { subject: mail.subject, to: [mail.to].flat()[0]?.value, file: mail.attachments[0]?.filename };
    };
    const exactly = (text: string, address = 'ann@example.com') => ({
      subject: text,
      to: [{ name: text, address }],
      file: `${text}.pdf`,
    });

    it.each([
      '=?utf-8?Q?=E2=80=AE0001-A?=',
      '=?UTF-8?b?w6Q=?=',
      '=?utf-8*en?q?x?=',
      '=?utf-8?Q?x?= =?utf-8?Q?y?=',
      '=?utf-8?Q?x?==?utf-8?Q?y?=',
      'a=?utf-8?Q?x?=b',
      'a =?utf-8?Q?x?= y',
      '=?utf-8?Q?x y?=',
      '=?utf-8?Q?x',
      'x?= =?',
      '=?x-unknown?Q?z?=',
      '=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=',
      'Zoë =?utf-8?Q?x?= 山田',
      '"=?utf-8?Q?x?=" <b@example.com>, (c)',
      `${'long '.repeat(20)}=?utf-8?Q?x?= ${'long '.repeat(5)}x`,
      "name*0*=utf-8''%41",
      "utf-8''%41",
      '%41 a;b=c',
      'x'.repeat(146),
    ])('%j', async (text) => {
      expect(await shown(text)).toEqual(exactly(text));
    });

    it.each(['"a<b>c"@example.com', '"a,b@evil.example"@example.com', '"a\\"b"@example.com'])(
      'under the address %s',
      async (address) => {
        expect(await shown('Ann', address)).toEqual(exactly('Ann', address));
        expect(await shown('=?utf-8?Q?x?=', address)).toEqual(exactly('=?utf-8?Q?x?=', address));
        expect((await raw({ to: { address } })).split('\r\n')).toContain(`To: <${address}>`);
      },
    );

    it('whatever it is', async () => {
      const unit = fc.constantFrom(
        '=?',
        '?=',
        '?',
        '=',
        'utf-8',
        'Q',
        'B',
        '_',
        '=41',
        'w6Q=',
        '%41',
        '*',
        "'",
        '"',
        '<',
        '>',
        '@',
        ',',
        ';',
        '(',
        ')',
        '.',
        ' ',
        'a',
        'ä',
        '山',
        '👩‍🚀',
      );
      await fc.assert(
        fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 25 }), async (text) => {
          const line = headerText(text) || 'x';
          expect(await shown(line)).toEqual(exactly(line));
        }),
      );
    }, 60_000);
  });

  it('uses only ASCII and CRLF, in lines of at most 78 characters', async () => {
    const long = 'Ein überlanges Wort: '.repeat(9).trim();
    const lines = (await raw({ subject: long, text: `${long}\r\n${long}\n\r${'x'.repeat(2_000)}`, html: long })).split(
      '\r\n',
    );
    expect(lines.filter((line) => line.length > 78 || !/^[\x20-\x7E\t]*$/.test(line))).toEqual([]);
  });

  it.each([
    ['a quoted local part with a comma', '"a,b"@example.com', '<"a,b"@example.com>'],
    ['a quoted local part with an @', '"a@evil.example"@example.com', '<"a@evil.example"@example.com>'],
    ['Punycode', 'ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
  ])('addresses %s as it is', async (_what, address, header) => {
    expect(headerOf(await read({ to: { address } }), 'To')).toBe(header);
  });

  it('has a Reply-To header if the mail has one', async () => {
    const replyTo = { name: 'Help, desk', address: 'help@example.com' };
    expect(headerOf(await read({ replyTo }), 'Reply-To')).toBe('"Help, desk" <help@example.com>');
    expect(headerOf(await read(), 'Reply-To')).toBe('');
  });

  it('has both parts even when they are empty', async () => {
    expect((await read({ text: '', html: '' })).parts.map(({ content }) => content)).toEqual(['', '']);
  });

  it('carries files after both parts, byte for byte, under any name', async () => {
    const content = Uint8Array.from({ length: 1_000 }, (_, n) => n % 256);
    const name = 'Übersicht "2026"; 山田.pdf';
    const mail = await simpleParser(
      Buffer.from(await composeMail({ ...MAIL, attachments: [{ name, contentType: 'application/pdf', content }] })),
    );
    expect([mail.text?.trim(), mail.html]).toEqual(['Hello Ann', '<p>Hello Ann</p>']);
    const [file] = mail.attachments;
    expect([file?.filename, file?.contentType, file?.contentDisposition]).toEqual([
      name,
      'application/pdf',
      'attachment',
    ]);
    expect(file?.content.equals(content)).toBe(true);
  });

  it('adds further headers, which cannot replace its own', async () => {
    const headers = { 'List-Unsubscribe': '<https://example.com/u?t=1>', 'X-Carillon-Tenant': 'acme' };
    const mail = await read({ headers });
    expect(mail.headers.slice(0, 2)).toEqual(Object.entries(headers));
    expect(
      await refusedPaths({ headers: { Bcc: 'eve@evil.example', 'Content-Type': 'text/html', 'Auto-Submitted': 'no' } }),
    ).toEqual(['/headers/Bcc', '/headers/Content-Type', '/headers/Auto-Submitted']);
  });

  const HOSTILE = [
    '\r\nBcc: eve@evil.example',
    '\nX: y',
    '\r',
    'a\0b',
    'a\x0Bb',
    'a\x0Cb',
    'a\x7Fb',
    'a\x85b',
    'a\u2028b',
    'a\u2029b',
    'a\uD800b',
    'a\u202Eb',
    'a\u2066b',
  ];

  it.each(HOSTILE)('refuses %j in every field that goes into a header, all fields at once', async (hostile) => {
    const changes: Partial<Mail> = {
      from: { name: hostile, address: `a${hostile}@example.com` },
      to: { name: hostile, address: `a@example.com${hostile}` },
      replyTo: { name: hostile, address: `a@${hostile}example.com` },
      subject: `x${hostile}`,
      messageId: `<1${hostile}@example.com>`,
      attachments: [{ name: `a${hostile}.pdf`, contentType: `text/${hostile}`, content: new Uint8Array() }],
      headers: { [`X-A${hostile}`]: 'x', 'X-B': hostile },
    };
    expect(await refusedPaths(changes)).toEqual([
      '/from/name',
      '/from/address',
      '/to/name',
      '/to/address',
      '/replyTo/name',
      '/replyTo/address',
      '/subject',
      '/messageId',
      '/attachments/0/name',
      '/attachments/0/contentType',
      `/headers/X-A${hostile}`,
      '/headers/X-B',
    ]);
  });

  it.each([
    ['two addresses', 'a@example.com, b@example.com'],
    ['an angle bracket', 'a@example.com>, <b@example.com'],
    ['a quote that ends early', '"a" <x@evil.example>, "b"@example.com'],
    ['letters outside ASCII', 'zoë@example.com'],
    ['nothing', ''],
    ['an encoded word for a local part', '=?utf-8?q?eve=40evil.example?=@example.com'],
    ['an encoded word in a quoted local part', '"=?x?q?y z?="@example.com'],
  ])('refuses an address with %s', async (_what, address) => {
    expect(await refusedPaths({ to: { address } })).toEqual(['/to/address']);
  });

  it('refuses an encoded word wherever it cannot be encoded', async () => {
    const word = '=?utf-8?Q?x?=';
    const headers = { 'List-Unsubscribe': `<https://example.com/${word}>` };
    expect(await refusedPaths({ messageId: `<${word}@example.com>`, headers })).toEqual([
      '/messageId',
      '/headers/List-Unsubscribe',
    ]);
  });

  it('breaks no line behind the name of a header, however long the first word is', async () => {
    const lines = (await raw({ subject: 'x'.repeat(199) })).split('\r\n');
    expect(lines).toContain(`Subject: ${'x'.repeat(199)}`);
  });

  it('refuses an invalid date', async () => {
    expect(await refusedPaths({ date: new Date('nonsense') })).toEqual(['/date']);
  });

  it('cannot be made to end a part early by content that holds the boundary', async () => {
    const boundary = /boundary="([^"]+)"/.exec(headerOf(await read(), 'Content-Type'))?.[1];
    const text = `a\r\n--${boundary}\r\nContent-Type: text/html\r\n\r\n<b>forged</b>\r\n--${boundary}--\r\n`;
    const mail = await read({ text, html: text });
    expect(mail.parts.map(({ content }) => content)).toEqual([
      text.replaceAll('\r\n', '\n'),
      text.replaceAll('\r\n', '\n'),
    ]);
  });

  it('reads no file and no URL, whatever the content', async () => {
    const mail = await read({
      text: 'file:///etc/passwd',
      html: '<img src="/etc/passwd"><img src="data:image/png;base64,AAAA">',
    });
    expect(mail.parts.map(({ content }) => content)).toEqual([
      'file:///etc/passwd',
      '<img src="/etc/passwd"><img src="data:image/png;base64,AAAA">',
    ]);
  });

  it('keeps any subject and name that headerText has cleaned', async () => {
    const names = (await read()).headers.map(([name]) => name);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 100 }), async (text) => {
        const line = `x${headerText(text)}x`;
        const mail = await read({ subject: line, to: { name: line, address: 'ann@example.com' } });
        expect(mail.headers.map(([name]) => name)).toEqual(names);
        expect(headerOf(mail, 'Subject').replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
