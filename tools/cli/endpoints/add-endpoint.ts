import { systemResolve } from '../../../handlers/webhook/resolve';
import { CodedError, type Fault } from '../../../shared/domain/coded-error';
import { publicKeyOf } from '../../../shared/domain/standard-webhooks-key';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { AddOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { endpointFaults } from './check-endpoint';
import { endpointKeys, endpointRegistry } from './endpoint-registry';
import { type EndpointRequest, newEndpoint, newSecret } from './new-endpoint';
import { givenSecret } from './read-secret';
import { lines, secretLines, stateText, visible } from './show-endpoint';

/** @throws CodedError `cli.endpoint_invalid` with every fault; as connecting to the stack and writing to its table do */
export async function addEndpoint(options: AddOptions, terminal: Terminal): Promise<void> {
  const connection = await connectStack(options.outputs, terminal);
  const given = await givenSecret(options, terminal);
  const request = requestOf(options, given ?? newSecret({ asymmetric: options.asymmetric === true }));
  const policy = { allowLoopback: connection.isLocal, allowedPorts: [] };
  const faults = await endpointFaults(request, policy, systemResolve);
  if (faults.length > 0) throw invalid(faults);
  const key = await endpointKeys(connection).key('endpoints');
  const endpoint = newEndpoint(request, { key, now: terminal.clock.now() });
  await endpointRegistry(connection).save(endpoint);
  const newlyMade = given === undefined ? request.secret : undefined;
  terminal.print(options.json ? jsonAdded(endpoint, newlyMade) : formatAdded(endpoint, newlyMade));
}

const requestOf = (options: AddOptions, secret: string): EndpointRequest => ({
  ...{ tenant: options.tenant, url: options.url, secret },
  types: options.types.split(',').map((type) => type.trim()),
  headers: (options.header ?? []).map(parseHeader),
  ...(options.rate !== undefined && { ratePerSecond: Number(options.rate) }),
  ...(options.disabled === true && { disabled: 'added so' }),
});

/** `name: value`, as curl takes it; what has no colon is a name without a value, and refused as such. */
function parseHeader(text: string): readonly [name: string, value: string] {
  const [name = '', ...value] = text.split(':');
  return [name.trim(), value.join(':').trim()];
}

function invalid(faults: readonly Fault[]): CodedError {
  const hint = faults.some(({ path }) => path === '/secret') ? '; without --secret a new one is made' : '';
  const fix = `change what the lines above name${hint}`;
  return new CodedError('cli.endpoint_invalid', 'the endpoint was not added', fix, faults);
}

/** @param newlyMade the secret, unless it was given: then it is known, and not shown */
export function formatAdded(endpoint: Endpoint, newlyMade: string | undefined): string {
  const { id, tenant, url, types, headers, ratePerSecond, state } = endpoint;
  return [
    `added ${id} for tenant ${tenant}`,
    ...lines([
      ['url', url],
      ['types', types.join(', ')],
      ...(headers ? [['headers', headers.names.join(', ')] as const] : []),
      ...(ratePerSecond === undefined ? [] : [['rate', `${ratePerSecond} a second`] as const]),
      ...(state.enabled ? [] : [['state', stateText(state)] as const]),
    ]),
    ...(newlyMade === undefined ? [] : secretLines(newlyMade, publicKeyOf(newlyMade))),
  ].join('\n');
}

export function jsonAdded(endpoint: Endpoint, newlyMade: string | undefined): string {
  const shown = newlyMade !== undefined && publicKeyOf(newlyMade) === undefined;
  return JSON.stringify({ ...visible(endpoint), ...(shown && { secret: newlyMade }) });
}
