import { CsvError, parse } from 'csv-parse/sync';
import type { Delimiter } from '../../domain/import/mapping';
import type { Fault } from '../../domain/kit/errors/coded-error';

/** The values of one record; empty for a blank line. The record has its line breaks inside quotes alone. */
export function csvValues(record: string, delimiter: Delimiter): readonly string[] | Fault {
  try {
    const [values = []] = parse(record, { delimiter, record_delimiter: '\n', relax_column_count: true }) as string[][];
    return values;
  } catch (error) {
    if (error instanceof CsvError) return { code: 'import.csv', path: '', message: REASONS[error.code] ?? OTHER };
    throw error;
  }
}

const OTHER = 'the line is not CSV (RFC 4180)';
/** Not the messages of the library, which quote the record. */
const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed; a quote inside a value in quotes is written twice',
  CSV_INVALID_CLOSING_QUOTE:
    'a closing quote is followed by text; a quote inside a value in quotes is written twice, and no space stands before the delimiter',
  INVALID_OPENING_QUOTE: 'a quote is inside a value without quotes; put the whole value in quotes, and the quote twice',
};
