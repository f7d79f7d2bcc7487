import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs';
import { looksEncoded } from '../../domain/mail/encoded-words';
import type { Mailbox } from '../../domain/notification/recipients';

/**
 * Characters of an encoded word. A line with encoded words has at most 76 characters (RFC 2047, section 2), of which
 * `Reply-To: ` takes ten. As long as possible, because some clients show the white space between the words of a name.
 */
const MAX_WORD_LENGTH = 66;

/** A line has at most 78 characters with the header's name; the longest name before a long value is `List-Unsubscribe`. */
const MAX_LINE_LENGTH = 60;

/**
 * Header lines (RFC 5322, section 2.2), folded only at white space within the value: some clients treat the space of a fold
 * right after the name as part of the value.
 */
export const headerLines = (fields: readonly (readonly [name: string, value: string])[]): string =>
  fields.map(([name, value]) => `${name}: ${foldLines(value, MAX_LINE_LENGTH)}\r\n`).join('');

/**
 * A human-readable value, such as a subject: verbatim if it is plain ASCII, else in encoded words. ASCII that looks like an
 * encoded word is encoded once more, so that clients decode only our encoding.
 *
 * @see RFC 2047
 */
export const textValue = (text: string): string => (isPlain(text) ? text : encoded(text));

/** Characters of a mailbox with its encoded name; else SES answers "Address length is more than 320 characters long". */
const MAX_MAILBOX_LENGTH = 320;

/** False for a name that makes the mailbox too long for SES: the mail is sent without the name rather than not at all. */
export const isNameShown = ({ name = '', address }: Mailbox): boolean =>
  name !== '' && named(name, address).length <= MAX_MAILBOX_LENGTH;

/** Not nodemailer's: it quotes ASCII names, and many clients decode quoted text; and it strips brackets of an address. */
export function mailboxValue(mailbox: Mailbox): string {
  const { name = '', address } = mailbox;
  if (isNameShown(mailbox)) return named(name, address);
  return address.startsWith('"') ? `<${address}>` : address;
}

/**
 * nodemailer's options for the name of an attachment. It writes a name into two headers, and does not encode an encoded
 * word in one of them. So a name that looks encoded is only in `Content-Disposition`, in the encoding of parameters (RFC
 * 2231).
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
