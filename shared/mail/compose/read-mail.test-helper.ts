export interface MailPart {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly content: string;
}

export interface ReadMail extends MailPart {
  readonly parts: readonly MailPart[];
}

/** Reads a mail the way a client does: unfolds and decodes headers, splits at the boundary, decodes the parts. */
export function readMail(bytes: Uint8Array): ReadMail {
  const mail = readPart(Buffer.from(bytes).toString('latin1'));
  const boundary = /boundary="([^"]+)"/.exec(headerOf(mail, 'Content-Type'))?.[1] ?? '';
  const pieces = `\r\n${mail.content}`.split(`\r\n--${boundary}`);
  return { ...mail, parts: pieces.slice(1, -1).map((piece) => decoded(readPart(piece.replace(/^\r\n/, '')))) };
}

export const headerOf = ({ headers }: MailPart, name: string): string =>
  headers.filter(([other]) => other === name).map(([, value]) => value)[0] ?? '';

function readPart(raw: string): MailPart {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n');
  const headers = lines.map(
    (line) => [line.slice(0, line.indexOf(':')), decodeWords(line.slice(line.indexOf(':') + 2))] as const,
  );
  return { headers, content: raw.slice(end + 4) };
}

function decoded(part: MailPart): MailPart {
  if (headerOf(part, 'Content-Transfer-Encoding') !== 'quoted-printable') return part;
  return { ...part, content: quotedPrintable(part.content.replace(/=\r\n/g, '')).replaceAll('\r\n', '\n') };
}

/** RFC 2047: encoded words, the space between two of them belongs to neither. */
function decodeWords(value: string): string {
  return value.replace(/\?=\s+=\?/g, '?==?').replace(/(?:=\?UTF-8\?[QB]\?[^?]*\?=)+/g, (words) => {
    const bytes = [...words.matchAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/g)].map(([, encoding, text = '']) =>
      encoding === 'B' ? Buffer.from(text, 'base64') : Buffer.from(unescaped(text.replaceAll('_', ' ')), 'latin1'),
    );
    return Buffer.concat(bytes).toString('utf8');
  });
}

const unescaped = (text: string): string =>
  text.replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const quotedPrintable = (text: string): string => Buffer.from(unescaped(text), 'latin1').toString('utf8');
