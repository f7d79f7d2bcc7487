import { decodeLine } from '../../domain/import/decode-line';
import { endOfRecord } from '../../domain/import/end-of-record';
import { readHeader } from '../../domain/import/header';
import {
  BEGIN,
  endOfLine,
  type FindEnd,
  LineScanner,
  MAX_LINE_BYTES,
  type Position,
} from '../../domain/import/line-scanner';
import type { Mapping } from '../../domain/import/mapping';
import { notText } from '../../domain/import/not-text';
import type { UploadFormat } from '../../domain/import/upload-key';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { parseLine } from '../entries/parse-entries';
import { csvValues } from './csv-values';
import type { ReadEntry } from './judge-line';
import { rowReader } from './row-entry';

/** How to read the lines of one file. */
export interface OpenFile {
  readonly findEnd: FindEnd;
  /** Where its first line of notifications begins. */
  readonly begin: Position;
  readonly readEntry: ReadEntry;
}

export type Opened =
  | { readonly ok: true; readonly file: OpenFile }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Bytes at the beginning of a file that `openFile` needs: the longest header, with its line break. */
export const HEAD_BYTES = MAX_LINE_BYTES + 1;

/** @param head the first `HEAD_BYTES` of the file, or all of a shorter one */
export function openFile(head: Uint8Array, format: UploadFormat, mapping: Mapping): Opened {
  const binary = notText(head);
  if (binary) return { ok: false, faults: [binary] };
  return format === 'ndjson' ? { ok: true, file: NDJSON } : openCsv(head, mapping);
}

const readJson: ReadEntry = (text) => {
  if (text.trim() === '') return undefined;
  const parsed = parseLine(text);
  if (!('value' in parsed)) return { faults: [parsed] };
  return parsed.faults ? { faults: parsed.faults } : parsed;
};

const NDJSON: OpenFile = { findEnd: endOfLine, begin: BEGIN, readEntry: readJson };

function openCsv(head: Uint8Array, mapping: Mapping): Opened {
  const findEnd = endOfRecord(mapping.delimiter);
  const scanner = new LineScanner(findEnd);
  const [first = scanner.end()[0]] = scanner.push(head);
  if (first === undefined) return { ok: true, file: { ...NDJSON, findEnd } };
  const text = first.bytes && decodeLine(first.bytes);
  if (text === undefined) return { ok: false, faults: [HEADER] };
  const names = csvValues(text, mapping.delimiter);
  if (!isValues(names)) return { ok: false, faults: [names] };
  const read = readHeader(names, mapping);
  if (!read.ok) return read;
  const begin = { offset: first.end, line: first.next };
  return { ok: true, file: { findEnd, begin, readEntry: csvReader(rowReader(read.header), mapping) } };
}

const csvReader =
  (readRow: ReturnType<typeof rowReader>, { delimiter }: Mapping): ReadEntry =>
  (text) => {
    const values = csvValues(text, delimiter);
    if (!isValues(values)) return { faults: [values] };
    return values.length === 0 ? undefined : readRow(values);
  };

const isValues = (values: readonly string[] | Fault): values is readonly string[] => Array.isArray(values);

const HEADER: Fault = {
  code: 'import.columns',
  path: '',
  message: `the first line is no header row: it is not UTF-8, or has more than ${MAX_LINE_BYTES} bytes`,
};
