import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { LineFault } from '../../domain/kit/errors/line-fault';
import { checkJson } from '../../domain/kit/json/check-json';
import { asWritten } from '../../domain/kit/json/written-numbers';
import { findJsonFault, type JsonFault } from './find-json-fault';

/** One JSON value of the input. */
export interface InputEntry {
  readonly value: unknown;
  /** From 1; undefined unless the input is NDJSON. */
  readonly line?: number;
  /** Faults that only the text shows: numbers that lose digits in JavaScript. The SDK finds all others. */
  readonly faults?: readonly Fault[];
}

/**
 * Parses one JSON value, which may span lines, or one value per line (NDJSON; blank lines are skipped).
 *
 * @param name name of the input in error messages
 * @throws CodedError `cli.input_empty`; `cli.malformed_json` with every line that is not JSON
 * @see https://github.com/ndjson/ndjson-spec
 */
export function parseEntries(text: string, name: string): readonly InputEntry[] {
  const lines = linesOf(text);
  const [first] = lines;
  if (first === undefined) throw new CodedError('cli.input_empty', `${name} is empty`, `give ${EXPECTED}`);
  const fault = jsonFault(text);
  if (fault === undefined) return [entryOf(text)];
  if (lines.length === 1 || jsonFault(first.content) !== undefined) throw malformed(name, fault);
  const faults = lines.flatMap(lineFaults);
  if (faults.length > 0) throw malformedLines(name, faults);
  return lines.map(({ content, line }) => ({ ...entryOf(content), line }));
}

/** One line of NDJSON: its value, or the fault of a text that is not JSON. */
export function parseLine(content: string): InputEntry | Fault {
  const fault = jsonFault(content);
  return fault ? malformedLine(fault) : entryOf(content);
}

function entryOf(text: string): InputEntry {
  const value: unknown = JSON.parse(text);
  return inputEntry(value, asWritten(text, value));
}

/**
 * The entry of a value, with the faults that only its text shows: digits that JavaScript's numbers lose.
 *
 * @param written the value as `asWritten` reads it from the text
 */
export function inputEntry(value: unknown, written: unknown): InputEntry {
  if (written === value) return { value };
  const seenInMemory = new Set(checkJson(value).map(({ path }) => path));
  const faults = checkJson(value, written).filter(({ path }) => !seenInMemory.has(path));
  return faults.length === 0 ? { value } : { value, faults };
}

interface Line {
  readonly content: string;
  readonly line: number;
}

const linesOf = (text: string): Line[] =>
  text.split('\n').flatMap((content, index) => (content.trim() === '' ? [] : [{ content, line: index + 1 }]));

function jsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const unlocated = { line: 1, column: 1, found: text.slice(0, 20), expected: `JSON (${(error as Error).message})` };
    return findJsonFault(text) ?? unlocated;
  }
}

function lineFaults({ content, line }: Line): LineFault[] {
  const fault = jsonFault(content);
  return fault ? [{ ...malformedLine(fault), line }] : [];
}

const malformedLine = (fault: JsonFault): Fault => ({ code: 'json.malformed', path: '', message: describe(fault) });

const EXPECTED = 'one notification as JSON, or several with one a line (NDJSON)';
const FIX = `correct it; expected is ${EXPECTED}`;

const malformed = (name: string, fault: JsonFault): CodedError =>
  new CodedError('cli.malformed_json', `${name} is not JSON: line ${fault.line}, ${describe(fault)}`, FIX);

function malformedLines(name: string, faults: readonly LineFault[]): CodedError {
  const count = faults.length === 1 ? 'a line that is' : `${faults.length} lines that are`;
  return new CodedError('cli.malformed_json', `${name} has ${count} not JSON; nothing was done`, FIX, faults);
}

const describe = ({ column, found, expected }: JsonFault): string =>
  `column ${column}: found ${found === '' ? 'the end' : JSON.stringify(found)}, expected ${expected}`;
