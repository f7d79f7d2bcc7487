import fc from 'fast-check';
import { parseRecipients } from '../../domain/notification/recipients';
import { aNotification } from '../../testing/factories';
import { renderMail } from '../render/render';
import { mailOf } from './mail-of';
import { composeMail } from './mime';
import { headerOf, readMail } from './read-mail.test-helper';

/** Texts that end a header line for some parser: every line separator of Unicode, also encoded, with injected headers. */
const BREAKS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\x0B',
  '\x0C',
  '\x85',
  '\u2028',
  '\u2029',
  '%0d%0a',
  '=0D=0A',
  '=?utf-8?q?=0D=0A?=',
];
const LINES = [
  'Bcc: eve@evil.example',
  'Content-Type: text/html',
  '\r\n<b>body</b>',
  ' folded',
  '\ttab',
  '--',
  '"',
  ',',
  '<a@b.example>',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...BREAKS, ...LINES), fc.string({ unit: 'binary', maxLength: 10 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

const TEMPLATE = {
  defaultLocale: 'en',
  locales: { en: { subject: 'For {{ data.x }}', text: '{{ data.x }}', html: '<p>{{ data.x }}</p>' } },
};
const HEADERS = [
  'Content-Language',
  'X-Carillon-Id',
  'Auto-Submitted',
  'X-Auto-Response-Suppress',
  'From',
  'To',
  'Reply-To',
  'Subject',
  'Message-ID',
  'Date',
  'MIME-Version',
  'Content-Type',
];

async function mailWith(x: string, recipients: string) {
  const parsed = parseRecipients(recipients);
  const notification = aNotification({ data: { x }, recipients });
  const rendering = renderMail(notification, TEMPLATE, { sender: { footer: ['x'] } });
  if (!parsed.ok || !rendering.ok) return undefined;
  const sender = { name: 'Northline Shop', from: 'no-reply@example.com', replyTo: 'help@example.com' };
  return composeMail(mailOf(notification, parsed.recipients[0]!, rendering.mail, sender, { date: new Date(0) }));
}

const MAILBOX_QUOTES = /["\\]/g;

it('no data and no display name, whatever is in them, adds a header, ends one early, or adds a part', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (x, name) => {
      const raw = await mailWith(x, `"${name.replace(MAILBOX_QUOTES, '\\$&')}" <ann@example.com>`);
      if (raw === undefined) return;
      const mail = readMail(raw);
      expect(mail.headers.map(([header]) => header)).toEqual(HEADERS);
      expect(mail.parts).toHaveLength(2);
      expect(headerOf(mail, 'To')).toMatch(/<ann@example\.com>$|^ann@example\.com$/);
      expect(headerOf(mail, 'Reply-To')).toBe('help@example.com');
    }),
    { numRuns: 40 },
  );
}, 60_000);

it('no encoded word brings back characters that were removed from a header', async () => {
  const hidden = '=?utf-8?Q?=E2=80=AE0001-A=0D=0ABcc=3A_x?=';
  const quoted = readMail((await mailWith(hidden, `"${hidden}" <ann@example.com>`)) ?? new Uint8Array());
  expect([headerOf(quoted, 'Subject'), headerOf(quoted, 'To')]).toEqual([
    `For ${hidden}`,
    `${hidden} <ann@example.com>`,
  ]);
  const phrase = readMail((await mailWith('x', `${hidden} <ann@example.com>`)) ?? new Uint8Array());
  expect(headerOf(phrase, 'To')).toBe('"0001-A Bcc: x" <ann@example.com>');
});

it('a list of recipients is refused, or read, and never sent to anybody who is not in it', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (recipients) => {
      const raw = await mailWith('x', `ann@example.com, ${recipients}`);
      if (raw === undefined) return;
      const mail = readMail(raw);
      expect([headerOf(mail, 'To'), headerOf(mail, 'Bcc')]).toEqual(['ann@example.com', '']);
    }),
    { numRuns: 40 },
  );
}, 60_000);
