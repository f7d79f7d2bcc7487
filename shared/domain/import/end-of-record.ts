import type { FindEnd } from './line-scanner';

const [LF, QUOTE] = [0x0a, 0x22];

/**
 * CSV (RFC 4180): a line break inside quotes does not end the record. A quote opens only at the beginning of a value;
 * after a malformed one the next line break ends the record, so that one bad record does not spoil those after it.
 */
export function endOfRecord(delimiter: string): FindEnd {
  const delimiterByte = delimiter.charCodeAt(0);
  return (bytes) => {
    const lineBreak = bytes.indexOf(LF);
    const quote = bytes.indexOf(QUOTE);
    const hasQuote = quote >= 0 && (lineBreak < 0 || quote < lineBreak);
    if (hasQuote) return endOfQuoted(bytes, delimiterByte);
    return lineBreak < 0 ? undefined : lineBreak + 1;
  };
}

function endOfQuoted(bytes: Uint8Array, delimiter: number): number | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (;;) {
    if (bytes[at] === QUOTE) at = afterQuotes(bytes, at + 1);
    while (at < bytes.length && bytes[at] !== LF && bytes[at] !== delimiter) at += 1;
    if (at >= bytes.length) return undefined;
    if (bytes[at] === LF) return at + 1;
    at += 1;
  }
}

/** The place after the closing quote; the end of the bytes if there is none. Two quotes stand for one. */
function afterQuotes(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at += 2) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return bytes.length;
    if (bytes[at + 1] !== QUOTE) return at + 1;
  }
}
