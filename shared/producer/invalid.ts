import { CodedError, type Fault } from '../domain/coded-error';

const MAX_NAMED = 10;

/**
 * The error for faults that were found before anything was sent. Its message names codes and places only, because it
 * ends in logs; the faults themselves may quote addresses.
 */
export function invalid(what: string, faults: readonly Fault[]): CodedError {
  const named = faults.slice(0, MAX_NAMED).map(({ code, path }) => `${code} at '${path}'`);
  const more = faults.length > MAX_NAMED ? ` and ${faults.length - MAX_NAMED} more` : '';
  const message = `${what}: ${named.join(', ')}${more}; nothing was sent`;
  return new CodedError('notification.invalid', message, 'change what the faults of this error name', faults);
}
