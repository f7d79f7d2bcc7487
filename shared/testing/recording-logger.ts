import type { LogFields, Logger } from '../ports/logger';

export interface LogLine {
  readonly level: 'info' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

export interface RecordingLogger extends Logger {
  readonly lines: readonly LogLine[];
}

/** A logger that records its lines for a test. */
export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  return {
    lines,
    info: (event, fields) => void lines.push({ level: 'info', event, fields }),
    error: (event, fields) => void lines.push({ level: 'error', event, fields }),
  };
}
