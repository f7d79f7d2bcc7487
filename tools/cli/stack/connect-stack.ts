import { connect } from 'node:net';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { clientConfig } from '../../local/emulator';
import type { Terminal } from '../terminal';
import { type CliOutputs, readStackOutputs } from './stack-outputs';

/** Milliseconds. AWS SDK clients wait without limit by default. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 20_000 };
const PROBE_TIMEOUT_MS = 2_000;

export interface StackConnection {
  readonly outputs: CliOutputs;
  /** Whether it runs on an emulator that `npm start` started. */
  readonly isLocal: boolean;
  /** For every AWS SDK client. */
  readonly clientConfig: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly requestHandler: typeof TIMEOUTS;
  };
}

/**
 * The stack and how to reach it: a local one at its emulator's endpoint with test credentials, any other with the AWS SDK's
 * default credentials.
 *
 * @throws CodedError as `readStackOutputs` does; `cli.local_not_running`
 */
export async function connectStack(
  named: string | undefined,
  terminal: Pick<Terminal, 'directory' | 'variables'>,
): Promise<StackConnection> {
  const outputs = readStackOutputs(named, terminal);
  const { emulator, region } = outputs;
  if (emulator === undefined) return { outputs, isLocal: false, clientConfig: { region, requestHandler: TIMEOUTS } };
  if (!(await listens(new URL(emulator.endpoint)))) throw notRunning(emulator.endpoint);
  return { outputs, isLocal: true, clientConfig: { ...clientConfig(emulator), requestHandler: TIMEOUTS } };
}

/** Checked first: AWS SDK clients would retry calls to a stopped emulator. */
function listens({ hostname, port, protocol }: URL): Promise<boolean> {
  const socket = connect({ host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
  return new Promise<boolean>((resolve) => {
    socket.setTimeout(PROBE_TIMEOUT_MS, () => resolve(false));
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

const notRunning = (endpoint: string): CodedError =>
  new CodedError(
    'cli.local_not_running',
    `the local stack does not answer at ${endpoint}`,
    'run npm start and keep it running; or name another stack with --outputs',
  );
