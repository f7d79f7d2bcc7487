import { escapeControls } from '../domain/kit/text/escape-controls';
import { maskPrivate } from '../domain/kit/text/mask-private';
import type { LogFields, Logger } from '../ports/logger';

/** UTF-16 code units of one value: a reader needs no more, and CloudWatch Logs charges by the byte. */
export const MAX_LOGGED_CHARACTERS = 4_096;

/**
 * Structured logger: one line of JSON per event on standard output. Does not use `console`: with the log format JSON,
 * Lambda would wrap the line as a string in the `message` of another JSON object.
 *
 * Error messages of services may repeat their input. So mail addresses and credentials are masked, values are truncated
 * to `MAX_LOGGED_CHARACTERS` (after masking, because a truncated address might not be recognised), and control
 * characters that a terminal would execute are escaped as in JSON.
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
