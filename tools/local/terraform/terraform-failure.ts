import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import type { Diagnostic } from './terraform-events';

export interface Failure {
  /** Such as `terraform apply`. */
  readonly command: string;
  readonly code: number | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Last lines of its output apart from events. */
  readonly said: readonly string[];
  readonly logFile: string;
}

const PROVIDER_FIX =
  'providers are downloaded once: connect to the network or set HTTPS_PROXY, or keep a filesystem mirror of the AWS provider below /opt or /usr/local, or name one in a CLI configuration (TF_CLI_CONFIG_FILE)';

/** One diagnostic in Terraform's own words. */
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

function isWithoutProvider(messages: readonly string[]): boolean {
  return messages.some((message) =>
    /failed to query available provider packages|failed to install provider/i.test(message),
  );
}

/** One error with every distinct diagnostic: the same mistake in ten resources gives ten equal ones. */
export function terraformFailure(failure: Failure): CodedError {
  const errors = failure.diagnostics.filter(({ severity }) => severity === 'error').map(describe);
  const messages = errors.length > 0 ? [...new Set(errors)] : [fromText(failure)];
  const message = `${failure.command} failed: ${messages.join('\n')}`;
  if (isWithoutProvider(messages)) return new CodedError('local.terraform.no_provider', message, PROVIDER_FIX);
  const faults: Fault[] = messages.map((text) => ({ code: 'local.terraform.diagnostic', path: '', message: text }));
  return new CodedError(
    'local.terraform.failed',
    message,
    `fix what it names; all its output is in ${failure.logFile}`,
    faults,
  );
}
