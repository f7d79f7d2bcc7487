import { CodedError } from '../../shared/domain/kit/errors/coded-error';

/**
 * The same error with the fix that a command has for its code, if it has one: operations know neither commands nor flags.
 *
 * @param fixes by code
 */
export function withFix(error: unknown, fixes: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof CodedError)) return error;
  const fix = fixes[error.code];
  return fix === undefined ? error : new CodedError(error.code, error.message, fix, error.faults);
}
