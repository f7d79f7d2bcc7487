import type { UnknownTypes } from '../../catalogue/type-faults';
import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { Clock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import { type EndpointRegistry, MAX_ENDPOINTS } from '../../ports/endpoints';
import { deadConditions } from './dead-conditions';
import { endpointFaults } from './endpoint-faults';
import { deadPatterns, type EndpointWarnings, sameUrl } from './endpoint-warnings';
import { refuseBeyondBudget } from './filter-budget';
import { newFormatFaults } from './format-settings';
import { type EndpointRequest, newEndpoint } from './new-endpoint';
import { newSecret, type ReceiverSecret, receiverSecret } from './new-secret';
import { type AddressPorts, verified } from './verified';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export interface AddEndpointRequest extends Omit<EndpointRequest, 'secret'> {
  /** `whsec_…` or `whsk_…`. @default a new one */
  readonly secret?: string;
  /** Whether a new secret is an ed25519 signing key. @default false */
  readonly asymmetric?: boolean;
  /** DNS name of the sender for the handshake with the endpoint. @default no handshake */
  readonly verifyOrigin?: string;
  /** Faults found while the request was parsed. Reported together with the others; nothing is saved then. @default none */
  readonly faults?: readonly Fault[];
}

export interface AddEndpointPorts extends AddressPorts {
  readonly registry: Pick<EndpointRegistry, 'save' | 'load'>;
  readonly keys: Pick<DataKeys, 'current'>;
  readonly clock: Clock;
  /** The stack's policy for types that are not in the catalogue. */
  readonly unknownTypes: UnknownTypes;
}

export interface AddedEndpoint {
  readonly endpoint: VisibleEndpoint;
  /** The receiver's part of a generated secret, which cannot be read later. */
  readonly made?: ReceiverSecret;
  readonly warnings: EndpointWarnings;
}

/**
 * @throws CodedError `cli.endpoint_invalid` with every fault, `cli.endpoint_unverified`, `cli.too_many_endpoints`,
 *   `cli.filters_too_large`
 */
export async function addEndpoint(request: AddEndpointRequest, ports: AddEndpointPorts): Promise<AddedEndpoint> {
  const secret = request.secret ?? newSecret({ asymmetric: request.asymmetric === true });
  const asked: EndpointRequest = await granted({ ...request, secret }, ports);
  const key = await ports.keys.current('endpoints');
  const endpoint = newEndpoint(asked, { key, now: ports.clock.now() });
  // Before it is saved: if this read failed afterwards, the generated secret would never be shown.
  const warnings = {
    deadPatterns: deadPatterns(request.types, ports.unknownTypes),
    sameUrl: await sameUrl(endpoint, ports.registry),
    deadConditions: deadConditions(endpoint, ports.unknownTypes),
  };
  await refuseBeyondBudget(endpoint, ports.registry);
  if (!(await ports.registry.save(endpoint))) throw tooMany(request.tenant);
  const made = request.secret === undefined && { made: receiverSecret(secret) };
  return { endpoint: visible(endpoint), warnings, ...made };
}

type Asked = EndpointRequest & AddEndpointRequest;

async function granted(asked: Asked, ports: AddEndpointPorts): Promise<EndpointRequest> {
  const ofProperties = await endpointFaults(asked, ports.policy, ports.resolve);
  const faults = [...(asked.faults ?? []), ...ofProperties, ...newFormatFaults(asked)];
  if (faults.length > 0) throw invalid(faults);
  return asked.verifyOrigin === undefined ? asked : verified(asked, asked.verifyOrigin, ports);
}

const tooMany = (tenant: string): CodedError =>
  new CodedError(
    'cli.too_many_endpoints',
    `tenant '${tenant}' has ${MAX_ENDPOINTS} endpoints, disabled ones included, which is the maximum; nothing was saved`,
    'remove endpoints that are no longer needed, or add it to another tenant',
  );

function invalid(faults: readonly Fault[]): CodedError {
  const hint = faults.some(({ path }) => path === '/secret') ? '; without a secret a new one is made' : '';
  return new CodedError(
    'cli.endpoint_invalid',
    'the endpoint was not added',
    `change what the faults name${hint}`,
    faults,
  );
}
