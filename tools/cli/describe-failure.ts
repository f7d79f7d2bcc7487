import { CodedError, explainError, type Fault } from '../../shared/domain/kit/errors/coded-error';
import type { LineFault } from '../../shared/domain/kit/errors/line-fault';
import { PublishError } from '../../shared/producer/publish-error';

/**
 * The text of an error: code, message, every fault and the fix. With `json`, one line of JSON; that of a publish error also
 * holds the notification, which may have been published.
 */
export function describeFailure(error: unknown, json: boolean): string {
  const coded = error instanceof CodedError ? error : unexpected(error);
  if (!json) return explainError({ ...coded, message: coded.message, faults: coded.faults.map(located) });
  const { code, message, fix, faults } = coded;
  const unpublished = coded instanceof PublishError && { notification: coded.notification };
  return JSON.stringify({ error: { code, message, fix, faults, ...unpublished } });
}

const located = (fault: Fault | LineFault): Fault =>
  'line' in fault ? { ...fault, path: `line ${fault.line} ${fault.path}`.trimEnd() } : fault;

/** An error without a code is a bug: shows its stack trace. */
function unexpected(error: unknown): CodedError {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new CodedError('cli.unexpected', stack, 'this is a bug in Carillon: report it with these lines');
}
