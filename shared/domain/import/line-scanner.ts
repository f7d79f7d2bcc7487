/** Longer lines are refused: a notification has at most 254 KiB, and a line is held in memory as a whole. */
export const MAX_LINE_BYTES = 262_144;

/** One line of NDJSON, or one record of CSV, which may span lines inside quotes. */
export interface RawLine {
  /** Line of the file on which it begins, from 1. */
  readonly number: number;
  /** Offset in bytes of the line after it: a run that was interrupted continues there. */
  readonly end: number;
  /** Number of the line after it. */
  readonly next: number;
  /** Without line break and byte order mark; undefined if it is longer than `MAX_LINE_BYTES`. */
  readonly bytes: Uint8Array | undefined;
}

/** Start of a line: its offset in bytes, and its number from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
}

export const BEGIN: Position = { offset: 0, line: 1 };

/**
 * Length of the first line, with its line break; undefined if it has no end. Looks at no byte after the first line
 * break outside quotes.
 */
export type FindEnd = (bytes: Uint8Array) => number | undefined;

const [LF, CR] = [0x0a, 0x0d];
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Splits a file into lines, at the same places however it is divided into chunks: so a run can continue at any of them.
 * Holds at most one line and one chunk. A line that is too long ends at the first line break after its limit, also
 * inside quotes: a quote that is never closed costs at most that much of the file.
 */
export class LineScanner {
  #rest: Uint8Array = new Uint8Array();
  #offset: number;
  #line: number;
  /** Bytes of a line beyond its limit that were dropped, without a line break. */
  #dropped = 0;

  constructor(
    private readonly findEnd: FindEnd,
    { offset, line }: Position = BEGIN,
  ) {
    this.#offset = offset;
    this.#line = line;
  }

  /** The lines that end in this chunk. */
  push(chunk: Uint8Array): RawLine[] {
    const bytes = concatenated(this.#rest, chunk);
    const lines: RawLine[] = [];
    let start = 0;
    for (;;) {
      const rest = bytes.subarray(start);
      const length = this.#lengthOf(rest);
      if (length === undefined) break;
      lines.push(this.#take(rest.subarray(0, length)));
      start += length;
    }
    this.#keep(bytes.subarray(start));
    return lines;
  }

  /** The last line, if it has no line break. */
  end(): RawLine[] {
    if (this.#rest.length === 0) return [];
    const line = this.#take(this.#rest);
    this.#rest = new Uint8Array();
    return [line];
  }

  #keep(rest: Uint8Array): void {
    this.#dropped += Math.max(0, rest.length - MAX_LINE_BYTES - 1);
    this.#rest = rest.slice(0, MAX_LINE_BYTES + 1);
  }

  /** Undefined if the line does not end in these bytes. */
  #lengthOf(bytes: Uint8Array): number | undefined {
    const length = this.findEnd(bytes.subarray(0, MAX_LINE_BYTES));
    if (length !== undefined) return length;
    const lineBreak = bytes.indexOf(LF, MAX_LINE_BYTES);
    return lineBreak < 0 ? undefined : lineBreak + 1;
  }

  #take(line: Uint8Array): RawLine {
    const number = this.#line;
    this.#offset += line.length + this.#dropped;
    this.#dropped = 0;
    this.#line += count(line, LF) || 1;
    const isTooLong = line.length > MAX_LINE_BYTES;
    const bytes = isTooLong ? undefined : withoutBreak(number === 1 ? withoutMark(line) : line);
    return { number, end: this.#offset, next: this.#line, bytes };
  }
}

/** NDJSON: a line break inside a JSON text is always escaped. */
export const endOfLine: FindEnd = (bytes) => {
  const lineBreak = bytes.indexOf(LF);
  return lineBreak < 0 ? undefined : lineBreak + 1;
};

function concatenated(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function count(bytes: Uint8Array, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) found += 1;
  return found;
}

function withoutBreak(line: Uint8Array): Uint8Array {
  const end = line.at(-1) === LF ? line.length - 1 : line.length;
  return line.subarray(0, line[end - 1] === CR ? end - 1 : end);
}

const withoutMark = (line: Uint8Array): Uint8Array =>
  BOM.every((byte, index) => line[index] === byte) ? line.subarray(BOM.length) : line;
