import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs';
import { looksEncoded } from '../../domain/mail/encoded-words';
import type { Mailbox } from '../../domain/notification/recipients';

/**
 * Of an encoded word. A line that has one holds 76 characters at most (RFC 2047, section 2), and `Reply-To: ` ten of them.
 * The fewer words the better: some clients show the white space between those of a name.
 */
const MAX_WORD_LENGTH = 66;

/** At most 78 characters with the name of the header: the longest before a long value is `List-Unsubscribe`. */
const MAX_LINE_LENGTH = 60;

/**
 * Header lines (RFC 5322, section 2.2), folded at white space of the value: behind the name, some clients take the space of
 * a fold for a part of the value.
 */
export const headerLines = (fields: readonly (readonly [name: string, value: string])[]): string =>
  fields.map(([name, value]) => `${name}: ${foldLines(value, MAX_LINE_LENGTH)}\r\n`).join('');

/**
 * A text that people read, such as a subject: as it is where every mail client shows it so, else in encoded words. ASCII
 * that looks encoded is encoded once more, so that clients decode what we encoded and no more.
 *
 * @see RFC 2047
 */
export const textValue = (text: string): string => (isPlain(text) ? text : encoded(text));

/** Of one mailbox, its name as the header has it: with more, SES answers "Address length is more than 320 characters long". */
const MAX_MAILBOX_LENGTH = 320;

/** Whether a name stays with its address: one that makes the mailbox too long for SES is left out, for no mail would be worse. */
export const isNameShown = ({ name = '', address }: Mailbox): boolean =>
  name !== '' && named(name, address).length <= MAX_MAILBOX_LENGTH;

/** nodemailer would put a name of ASCII into quotes, in which many clients decode, and take angle brackets out of an address. */
export function mailboxValue(mailbox: Mailbox): string {
  const { name = '', address } = mailbox;
  if (isNameShown(mailbox)) return named(name, address);
  return address.startsWith('"') ? `<${address}>` : address;
}

/**
 * How nodemailer is told the name of an attachment. It writes a name into two headers, and leaves an encoded word in one of
 * them; what looks encoded is in `Content-Disposition` alone, where it gets the encoding of parameters (RFC 2231).
 */
export const fileNameOptions = (name: string) =>
  looksEncoded(name)
    ? { filename: false as const, contentDisposition: `attachment; filename=${quoteString(name)}` }
    : { filename: name, contentDisposition: 'attachment' };

const named = (name: string, address: string): string => `${phrase(name)} <${address}>`;

function phrase(name: string): string {
  if (/^[\w ]+$/.test(name)) return name;
  return isPlain(name) ? quoteString(name) : encoded(name);
}

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !looksEncoded(text);

function encoded(text: string): string {
  const quotedPrintable = encodeWord(text, 'Q', MAX_WORD_LENGTH);
  const base64 = encodeWord(text, 'B', MAX_WORD_LENGTH);
  return quotedPrintable.length <= base64.length ? quotedPrintable : base64;
}
