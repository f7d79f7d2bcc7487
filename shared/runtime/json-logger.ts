import type { LogFields, Logger } from '../ports/logger';

/** One line of JSON an event on standard output, which Lambda's JSON log format takes as it is. */
export function jsonLogger(write: (line: string) => void = console.log): Logger {
  const line = (level: string, event: string, fields: LogFields) => write(JSON.stringify({ level, event, ...fields }));
  return {
    info: (event, fields) => line('INFO', event, fields),
    error: (event, fields) => line('ERROR', event, fields),
  };
}
