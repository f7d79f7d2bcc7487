import { CodedError, type Fault } from '../domain/kit/errors/coded-error';

const MAX_NAMED = 10;

/** The error for faults found by the validation, before anything is sent. */
export const invalid = (what: string, faults: readonly Fault[]): CodedError =>
  new CodedError(
    'notification.invalid',
    `${what}: ${nameFaults(faults)}; nothing was sent`,
    'change what the faults of this error name',
    faults,
  );

/** Only codes and paths, because error messages end up in logs; the messages of faults may quote addresses. */
export function nameFaults(faults: readonly Fault[]): string {
  const named = faults.slice(0, MAX_NAMED).map(({ code, path }) => `${code} at '${path}'`);
  const more = faults.length > MAX_NAMED ? ` and ${faults.length - MAX_NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}
