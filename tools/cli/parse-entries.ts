import { CodedError } from '../../shared/domain/coded-error';
import type { LineFault } from './describe-failure';
import { findJsonFault } from './find-json-fault';

/** One JSON value of the input. */
export interface InputEntry {
  readonly value: unknown;
  /** From 1, where the input has one value a line. */
  readonly line?: number;
}

/**
 * Reads one JSON value, which may span lines, or one a line (NDJSON, blank lines count for nothing).
 *
 * @param name what errors call the input
 * @throws CodedError `cli.input_empty`, `cli.malformed_json` with every line that is not JSON
 * @see https://github.com/ndjson/ndjson-spec
 */
export function parseEntries(text: string, name: string): readonly InputEntry[] {
  if (text.trim() === '') throw empty(name);
  const whole = parse(text);
  if (whole !== undefined) return [{ value: whole.value }];
  const lines = text.split('\n').flatMap((content, index) => (content.trim() === '' ? [] : [{ content, line: index + 1 }]));
  if (lines.length < 2 || !lines[0] || parse(lines[0].content) === undefined) throw malformed(name, text);
  const parsed = lines.map(({ content, line }) => ({ ...parse(content), content, line }));
  const faults = parsed.flatMap((entry) => ('value' in entry ? [] : [lineFault(entry)]));
  if (faults.length > 0) throw malformedLines(name, faults);
  return parsed.map(({ value, line }) => ({ value, line }));
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const FIX = 'correct it; expected is one notification as JSON, or several with one a line (NDJSON)';

const empty = (name: string): CodedError =>
  new CodedError('cli.input_empty', `${name} is empty`, 'give one notification as JSON, or several with one a line (NDJSON)');

function malformed(name: string, text: string): CodedError {
  const { line, ...place } = faultOf(text);
  return new CodedError('cli.malformed_json', `${name} is not JSON: line ${line}, ${describe(place)}`, FIX);
}

const malformedLines = (name: string, faults: readonly LineFault[]): CodedError =>
  new CodedError('cli.malformed_json', `${name} has ${faults.length} lines that are not JSON; nothing was done`, FIX, faults);

const lineFault = ({ content, line }: { readonly content: string; readonly line: number }): LineFault => ({
  code: 'json.malformed',
  path: '',
  line,
  message: describe(faultOf(content)),
});

type Place = Omit<ReturnType<typeof faultOf>, 'line'>;

const describe = ({ column, found, expected }: Place): string =>
  `column ${column}: ${found === '' ? 'the line or the text ends' : `found ${JSON.stringify(found)}`}, expected ${expected}`;

const faultOf = (text: string) => findJsonFault(text) ?? { line: 1, column: 1, found: text.slice(0, 20), expected: 'JSON' };
