import type { LogFields, Logger } from '../ports/logger';

/**
 * One line of JSON an event on standard output. Not by `console`: where the log format is JSON, Lambda's own wraps what
 * it is given, and the line would arrive as a string inside of another one's `message`. Whatever looks like a mail
 * address is masked: error messages of services repeat what they were given.
 *
 * @see https://github.com/aws-powertools/powertools-lambda-typescript/issues/747
 */
export function jsonLogger(write: (line: string) => void = writeLine): Logger {
  const line = (level: string, event: string, fields: LogFields) =>
    write(JSON.stringify({ level, event, ...fields }, masked));
  return {
    info: (event, fields) => line('INFO', event, fields),
    error: (event, fields) => line('ERROR', event, fields),
  };
}

const masked = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/("[^"]*"|[^\s"<>,:;]+)@[^\s"<>,:;]+/g, '***') : value;

const writeLine = (line: string): void => void process.stdout.write(`${line}\n`);
