import { CodedError, type Fault } from '../../shared/domain/coded-error';
import type { Diagnostic } from './terraform-events';

export interface Failure {
  /** Such as `terraform apply`. */
  readonly command: string;
  readonly code: number | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What it wrote apart from events, the last lines of it. */
  readonly said: readonly string[];
  readonly logFile: string;
}

/** Terraform's own words, each diagnostic once: the same mistake in ten resources is ten of them. */
function describe({ summary, detail, address }: Diagnostic): string {
  return [address, summary, detail].filter((part) => part !== '').join(': ');
}

function fromText({ command, code, said }: Failure): string {
  const start = Math.max(
    0,
    said.findIndex((line) => line.startsWith('Error:')),
  );
  const text = said.slice(start).join('\n').trim();
  return text === '' ? `${command} ended with ${code}` : text;
}

/** One error that says everything Terraform said was wrong. */
export function terraformFailure(failure: Failure): CodedError {
  const errors = failure.diagnostics.filter(({ severity }) => severity === 'error').map(describe);
  const messages = errors.length > 0 ? [...new Set(errors)] : [fromText(failure)];
  const faults: Fault[] = messages.map((message) => ({ code: 'local.terraform.diagnostic', path: '', message }));
  const message = `${failure.command} failed: ${messages.join('\n')}`;
  return new CodedError(
    'local.terraform.failed',
    message,
    `mend what it names; all it wrote is in ${failure.logFile}`,
    faults,
  );
}
