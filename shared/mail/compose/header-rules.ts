import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import { isFileName } from '../../domain/mail/attachment';
import { holdsWord } from '../../domain/mail/encoded-words';
import { isHeaderText } from '../../domain/mail/header-text';
import type { Mailbox } from '../../domain/notification/recipients';
import type { Mail } from './mail';

interface Rule {
  readonly isAllowed: (value: string) => boolean;
  readonly expected: string;
}

interface Field extends Rule {
  readonly path: string;
  readonly value: string;
}

/** Human-readable values: any text on one line; `header-values.ts` encodes it where necessary. */
const LINE: Rule = { isAllowed: isHeaderText, expected: 'one line without control characters, as headerText makes it' };
const FILE_NAME: Rule = { isAllowed: isFileName, expected: 'one line of at most 150 characters without slashes' };
/** All other values are written verbatim, so they must not contain encoded words, which a mail client would decode. */
const literal = (pattern: RegExp, expected: string): Rule => ({
  isAllowed: (value) => pattern.test(value) && !holdsWord(value),
  expected: `${expected}, without encoded words`,
});
const ADDRESS = literal(
  /^(?:[!#-'*+\-./-9=?A-Z^-~]+|"(?:[ !#-[\]-~]|\\[ -~])+")@[a-z0-9.-]+$/i,
  'an ASCII address, name@example.com',
);
const MESSAGE_ID = literal(/^<[!-;=?-~]{1,248}>$/, '<…> of at most 250 printable ASCII characters');
const HEADER_NAME = literal(
  /^(?:(?:list|x)-[a-z0-9-]{1,60}|references|in-reply-to|content-language)$/i,
  'List-…, X-…, References, In-Reply-To or Content-Language',
);
const HEADER_VALUE = literal(/^[ -~]{1,900}$/, '1 to 900 printable ASCII characters');
const CONTENT_TYPE = literal(/^[a-z]+\/[a-z0-9.+-]+$/, 'a type without parameters, such as text/csv');
const TIMESTAMP = literal(/^\d{4}-/, 'a valid date of the years 0 to 9999');

/**
 * Guards against header injection.
 *
 * @throws CodedError `email.header.refused`, with a fault per field that could break out of its header, or that a mail
 * client would show differently. The parser of recipients and the renderer refuse such values, so this is a bug in the
 * caller.
 */
export function refuseHostileHeaders(mail: Mail): void {
  const faults = fieldsOf(mail).flatMap((field) => (field.isAllowed(field.value) ? [] : [headerFault(field)]));
  if (faults.length === 0) return;
  const message = `${faults.length} header fields are refused: ${faults.map(({ path }) => path).join(', ')}`;
  throw new CodedError('email.header.refused', message, 'clean or refuse the value where it comes in', faults);
}

const fieldsOf = (mail: Mail): Field[] => [
  ...mailboxFields('/from', mail.from),
  ...mailboxFields('/to', mail.to),
  ...(mail.replyTo ? mailboxFields('/replyTo', mail.replyTo) : []),
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

const mailboxFields = (path: string, { name = '', address }: Mailbox): Field[] => [
  { path: `${path}/name`, value: name, ...LINE },
  { path: `${path}/address`, value: address, ...ADDRESS },
];

const headerFault = ({ path, value, expected }: Field): Fault => ({
  code: 'email.header.refused',
  path,
  message: `${JSON.stringify(value.slice(0, 60))} is refused, expected ${expected}`,
});
