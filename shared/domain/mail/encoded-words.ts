/**
 * An encoded word (RFC 2047, section 2): charset with an optional language (RFC 2231, section 5), encoding, and text of the
 * characters that the encoding allows.
 */
const WORD =
  /^=\?(?<charset>[\w!#$%&'+^`{|}~-]+)(?:\*[\w-]*)?\?(?:[bB]\?(?<base64>[A-Za-z0-9+/]*={0,2})|[qQ]\?(?<quoted>[!->@-~]*))\?=$/;

/**
 * Whether the text should be encoded, because a client might decode part of it. Clients differ in what they accept as
 * an encoded word: without surrounding white space, with white space inside, of any charset. All of them start like
 * this.
 */
export const looksEncoded = (text: string): boolean => text.includes('=?');

/**
 * Whether a text that cannot be encoded, such as an address, must be refused: it has what the most lenient client
 * decodes.
 */
export const holdsWord = (text: string): boolean => /=\?[^?]*\?[^?]*\?[^?]*\?=/.test(text);

interface Word {
  readonly decoder: InstanceType<typeof TextDecoder>;
  readonly bytes: Buffer[];
}

type Segment = string | Word;

/**
 * Decodes the encoded words of a text, as in a To header: a word is delimited by white space, and white space between
 * two words is dropped. Unknown charsets and incomplete words stay as they are, and decoded text is not decoded again.
 *
 * @see RFC 2047, sections 5 (3) and 6.2
 */
export const decodeWords = (text: string): string =>
  text.split(/(\s+)/).map(readWord).reduce<Segment[]>(append, []).map(toText).join('');

function readWord(token: string): Segment {
  const { charset, base64, quoted = '' } = WORD.exec(token)?.groups ?? {};
  const decoder = charset === undefined ? undefined : decoderOf(charset);
  if (decoder === undefined) return token;
  return { decoder, bytes: [base64 === undefined ? quotedBytes(quoted) : Buffer.from(base64, 'base64')] };
}

function decoderOf(charset: string): Word['decoder'] | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    // Unknown.
  }
  return undefined;
}

const quotedBytes = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** Decodes adjacent words of one charset together, because some encoders split a character between two words. */
function append(segments: Segment[], next: Segment): Segment[] {
  if (isWord(next) && isWord(segments.at(-2)) && isBlank(segments.at(-1))) segments.pop();
  const last = segments.at(-1);
  if (isWord(next) && isWord(last) && last.decoder.encoding === next.decoder.encoding) last.bytes.push(...next.bytes);
  else segments.push(next);
  return segments;
}

const isWord = (segment: Segment | undefined): segment is Word => typeof segment === 'object';
const isBlank = (segment: Segment | undefined): boolean => typeof segment === 'string' && segment.trim() === '';

const toText = (segment: Segment): string =>
  isWord(segment) ? segment.decoder.decode(Buffer.concat(segment.bytes)) : segment;
