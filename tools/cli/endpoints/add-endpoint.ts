import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { systemResolve } from '../../../handlers/webhook/resolve';
import { CodedError, type Fault } from '../../../shared/domain/coded-error';
import { formatSecret } from '../../../shared/domain/standard-webhooks';
import type { Endpoint } from '../../../shared/ports/directory';
import type { AddOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { endpointFaults } from './check-endpoint';
import { endpointRegistry } from './endpoint-registry';
import { withoutSecrets } from './list-endpoints';

const SECRET_BYTES = 32;

/** @throws CodedError `cli.endpoint_invalid` with every fault; as connecting to the stack and writing to its table do */
export async function addEndpoint(options: AddOptions, terminal: Terminal): Promise<void> {
  const connection = await connectStack(options.outputs, terminal);
  const given = options.secret === '-' ? await readSecret(terminal) : options.secret;
  const endpoint = newEndpoint(options, given ?? formatSecret(randomBytes(SECRET_BYTES)), terminal.clock.now());
  const policy = { allowLoopback: connection.isLocal, allowedPorts: [] };
  const faults = await endpointFaults(endpoint, policy, systemResolve);
  if (faults.length > 0) throw invalid(faults);
  await endpointRegistry(connection).save(endpoint);
  terminal.print(formatAdded(endpoint, { json: options.json === true, isSecretNew: given === undefined }));
}

function invalid(faults: readonly Fault[]): CodedError {
  const hint = faults.some(({ path }) => path === '/secret') ? '; without --secret a new one is made' : '';
  const fix = `change what the lines above name${hint}`;
  return new CodedError('cli.endpoint_invalid', 'the endpoint was not added', fix, faults);
}

const readSecret = async ({ readStandardInput }: Terminal): Promise<string> =>
  Buffer.from(await readStandardInput())
    .toString('utf8')
    .trim();

const newEndpoint = ({ tenant, url, types }: AddOptions, secret: string, now: Date): Endpoint => ({
  tenant,
  id: `ep_${ulid(now.getTime()).toLowerCase()}`,
  url,
  types: types.split(',').map((type) => type.trim()),
  secrets: [secret],
  enabled: true,
  createdAt: now.toISOString(),
});

interface Showing {
  readonly json: boolean;
  /** A secret that was given is known, and not shown. */
  readonly isSecretNew: boolean;
}

export function formatAdded(endpoint: Endpoint, { json, isSecretNew }: Showing): string {
  const [secret = ''] = isSecretNew ? endpoint.secrets : [];
  if (json) return JSON.stringify({ ...withoutSecrets(endpoint), ...(isSecretNew && { secret }) });
  const { id, tenant, url, types } = endpoint;
  const lines = [`added ${id} for tenant ${tenant}`, `  url     ${url}`, `  types   ${types.join(', ')}`];
  return (isSecretNew ? [...lines, `  secret  ${secret}`, SECRET_HINT] : lines).join('\n');
}

const SECRET_HINT = `
The secret is shown only now: keep it where the receiver finds it. With it any Standard Webhooks library verifies that
a webhook is genuine, https://www.standardwebhooks.com`;
