import MailComposer from 'nodemailer/lib/mail-composer';
import { sha256Digest } from '../../domain/kit/text/sha256-digest';
import { refuseHostileHeaders } from './header-rules';
import { fileNameOptions, headerLines, mailboxValue, textValue } from './header-values';
import type { Mail } from './mail';

/**
 * Suppresses auto-replies such as out-of-office notices: RFC 3834, and the header that Exchange and Outlook use instead.
 *
 * @see Microsoft, [MS-OXCMAIL], "X-Auto-Response-Suppress"
 */
const NO_AUTO_REPLY = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' };

/**
 * Writes a mail as MIME (RFC 5322, RFC 2046): text and HTML as alternatives, UTF-8, quoted-printable, CRLF.
 * Deterministic: the same mail gives the same bytes. nodemailer writes the MIME parts and their headers; the mail's own
 * headers are written here, so that one module decides what a header may contain.
 *
 * @throws CodedError `email.header.refused`
 */
export async function composeMail(mail: Mail): Promise<Uint8Array> {
  refuseHostileHeaders(mail);
  const chunks = [Buffer.from(headerLines(fieldsOf(mail)))];
  for await (const chunk of composer(mail).compile().createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const fieldsOf = ({ from, to, replyTo, subject, headers }: Mail): (readonly [string, string])[] => [
  ...Object.entries({ ...headers, ...NO_AUTO_REPLY }),
  ['From', mailboxValue(from)],
  ['To', mailboxValue(to)],
  ...(replyTo ? [['Reply-To', mailboxValue(replyTo)] as const] : []),
  ['Subject', textValue(subject)],
];

const composer = (mail: Mail): MailComposer =>
  new MailComposer({
    date: mail.date,
    messageId: mail.messageId,
    // as alternatives, because nodemailer omits `text` and `html` when they are empty
    alternatives: [
      { contentType: 'text/plain; charset=utf-8', content: crlf(mail.text) },
      { contentType: 'text/html; charset=utf-8', content: crlf(mail.html) },
    ],
    attachments: (mail.attachments ?? []).map(({ name, contentType, content }) => ({
      ...fileNameOptions(name),
      contentType,
      contentTransferEncoding: 'base64' as const,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
    ...WIRE_FORMAT,
    baseBoundary: boundary(mail),
  });

const WIRE_FORMAT = {
  encoding: 'quoted-printable',
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

/** RFC 5322, section 2.3: CR and LF only occur together. */
const crlf = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n');

/** Can be guessed, but no content can contain it: quoted-printable never writes `=_` (RFC 2045, section 6.7). */
const boundary = ({ messageId, to }: Mail): string =>
  `=_${sha256Digest(`${messageId} ${to.address}`).toString('hex').slice(0, 32)}`;
