import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { CodedError, type Fault } from '../../shared/domain/coded-error';
import { headerText } from '../../shared/domain/mail/header-text';
import type { Mailbox } from '../../shared/domain/notification/recipients';

export interface Mail {
  /** Of an identity that SES has verified. */
  readonly from: Mailbox;
  /** One person: nobody learns who else was notified. */
  readonly to: Mailbox;
  /** Where answers go. @default to `from` */
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With angle brackets; unique per mail, at most 250 characters. The boundary between the parts is derived from it. */
  readonly messageId: string;
  readonly date: Date;
  /** Further headers: `List-…`, `X-…`, `References`, `In-Reply-To`, `Content-Language`; values in printable ASCII. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In base64, which makes them a third longer. */
  readonly attachments?: readonly AttachedFile[];
}

export interface AttachedFile {
  /** One line without slashes. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/**
 * So that no absence note comes back: RFC 3834, and what Exchange and Outlook heed instead.
 *
 * @see Microsoft, [MS-OXCMAIL], "X-Auto-Response-Suppress"
 */
const NO_AUTOMATIC_ANSWER = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' };

/**
 * Writes a mail as MIME (RFC 5322, RFC 2046): text and HTML as alternatives, UTF-8, quoted-printable, CRLF.
 * The same mail gives the same bytes.
 *
 * @throws CodedError `email.header.refused`, with a fault per field that could break out of its header. The parser of
 * recipients and the renderer let none of these through, so it is a bug in the caller.
 */
export async function composeMail(mail: Mail): Promise<Uint8Array> {
  refuseHostileHeaders(mail);
  const composer = new MailComposer({
    from: { name: '', ...mail.from },
    to: { name: '', ...mail.to },
    ...(mail.replyTo && { replyTo: { name: '', ...mail.replyTo } }),
    subject: mail.subject,
    date: mail.date,
    messageId: mail.messageId,
    headers: { ...mail.headers, ...NO_AUTOMATIC_ANSWER },
    // as alternatives, because `text` and `html` are left out when they are empty
    alternatives: [
      { contentType: 'text/plain; charset=utf-8', content: crlf(mail.text) },
      { contentType: 'text/html; charset=utf-8', content: crlf(mail.html) },
    ],
    attachments: (mail.attachments ?? []).map(({ name, contentType, content }) => ({
      ...{ filename: name, contentType, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength) },
      ...{ contentDisposition: 'attachment' as const, contentTransferEncoding: 'base64' as const },
    })),
    ...WIRE_FORMAT,
    baseBoundary: boundary(mail),
  });
  return composer.compile().build();
}

const WIRE_FORMAT = {
  encoding: 'quoted-printable',
  disableFileAccess: true,
  disableUrlAccess: true,
} as const;

/** RFC 5322, section 2.3: CR and LF only together. */
const crlf = (text: string): string => text.replace(/\r\n?|\n/g, '\r\n');

/**
 * Anybody can compute it, but no content can hold it: quoted-printable never writes `=_` (RFC 2045, section 6.7).
 */
const boundary = ({ messageId, to }: Mail): string =>
  `=_${createHash('sha256').update(`${messageId} ${to.address}`).digest('hex').slice(0, 32)}`;

interface Field {
  readonly path: string;
  readonly value: string;
  readonly allowed: { test(value: string): boolean };
  readonly expected: string;
}

const LINE = {
  allowed: { test: (value: string) => headerText(value) === value },
  expected: 'one line without control characters, as headerText makes it',
};
const ADDRESS = {
  allowed: /^(?:[!#-'*+\-./-9=?A-Z^-~]+|"(?:[ !#-[\]-~]|\\[ -~])+")@[a-z0-9.-]+$/i,
  expected: 'an ASCII address, name@example.com',
};
const MESSAGE_ID = { allowed: /^<[!-;=?-~]{1,248}>$/, expected: '<…> of at most 250 printable ASCII characters' };
const HEADER_NAME = {
  allowed: /^(?:(?:list|x)-[a-z0-9-]{1,60}|references|in-reply-to|content-language)$/i,
  expected: 'List-…, X-…, References, In-Reply-To or Content-Language',
};
const HEADER_VALUE = { allowed: /^[ -~]{1,900}$/, expected: '1 to 900 printable ASCII characters' };
const FILE_NAME = {
  allowed: { test: (value: string) => /^[^/\\]{1,150}$/.test(value) && headerText(value) === value },
  expected: 'one line without slashes',
};
const CONTENT_TYPE = { allowed: /^[a-z]+\/[a-z0-9.+-]+$/, expected: 'a type without parameters, such as text/csv' };
const TIMESTAMP = { allowed: /^\d{4}-/, expected: 'a valid date of the years 0 to 9999' };

function refuseHostileHeaders(mail: Mail): void {
  const faults = fieldsOf(mail).flatMap((field) => (field.allowed.test(field.value) ? [] : [headerFault(field)]));
  if (faults.length === 0) return;
  const message = `${faults.length} header fields are refused: ${faults.map(({ path }) => path).join(', ')}`;
  throw new CodedError('email.header.refused', message, 'clean or refuse the value where it comes in', faults);
}

const fieldsOf = (mail: Mail): Field[] => [
  { path: '/from/name', value: mail.from.name ?? '', ...LINE },
  { path: '/from/address', value: mail.from.address, ...ADDRESS },
  { path: '/to/name', value: mail.to.name ?? '', ...LINE },
  { path: '/to/address', value: mail.to.address, ...ADDRESS },
  ...(mail.replyTo ? [{ path: '/replyTo/name', value: mail.replyTo.name ?? '', ...LINE }] : []),
  ...(mail.replyTo ? [{ path: '/replyTo/address', value: mail.replyTo.address, ...ADDRESS }] : []),
  { path: '/subject', value: mail.subject, ...LINE },
  { path: '/messageId', value: mail.messageId, ...MESSAGE_ID },
  { path: '/date', value: Number.isNaN(mail.date.getTime()) ? '' : mail.date.toISOString(), ...TIMESTAMP },
  ...(mail.attachments ?? []).flatMap(({ name, contentType }, n) => [
    { path: `/attachments/${n}/name`, value: name, ...FILE_NAME },
    { path: `/attachments/${n}/contentType`, value: contentType, ...CONTENT_TYPE },
  ]),
  ...Object.entries(mail.headers ?? {}).flatMap(([name, value]) => [
    { path: `/headers/${name}`, value: name, ...HEADER_NAME },
    { path: `/headers/${name}`, value, ...HEADER_VALUE },
  ]),
];

const headerFault = ({ path, value, expected }: Field): Fault => ({
  code: 'email.header.refused',
  path,
  message: `${JSON.stringify(value.slice(0, 60))} is refused, expected ${expected}`,
});
