import { escapeControls } from '../domain/kit/text/escape-controls';
import { maskPrivate } from '../domain/kit/text/mask-private';
import type { LogFields, Logger } from '../ports/logger';

/** UTF-16 code units of one value. CloudWatch Logs takes 256 KB a line, and a reader much less. */
export const MAX_LOGGED_CHARACTERS = 4_096;

/**
 * One line of JSON an event on standard output. Not by `console`: where the log format is JSON, Lambda's own wraps what
 * it is given, and the line would arrive as a string inside of another one's `message`.
 *
 * Error messages of services repeat what they were given. So mail addresses and credentials are masked, values are cut to
 * `MAX_LOGGED_CHARACTERS` (after masking: a cut could take away what gives an address away), and characters that a
 * terminal would obey are escaped as JSON may spell them.
 *
 * @see https://github.com/aws-powertools/powertools-lambda-typescript/issues/747
 */
export function jsonLogger(write: (line: string) => void = writeLine): Logger {
  const line = (level: string, event: string, fields: LogFields) =>
    write(escapeControls(JSON.stringify({ level, event, ...fields }, loggable)));
  return {
    info: (event, fields) => line('INFO', event, fields),
    error: (event, fields) => line('ERROR', event, fields),
  };
}

const loggable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? capped(maskPrivate(value)) : value;

function capped(text: string): string {
  const left = text.length - MAX_LOGGED_CHARACTERS;
  return left > 0 ? `${text.slice(0, MAX_LOGGED_CHARACTERS).toWellFormed()}… (${left} more characters)` : text;
}

const writeLine = (line: string): void => void process.stdout.write(`${line}\n`);
