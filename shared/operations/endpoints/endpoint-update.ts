import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { KeyById } from '../../domain/sealing/seal';
import { updatedHeaders } from '../../domain/webhook/endpoint-headers';
import { typesSinceOf } from '../../domain/webhook/endpoint-types';
import type { Endpoint, EndpointChange } from '../../ports/endpoints';
import { endpointFaults } from './endpoint-faults';
import { type EndpointRequest, newSealedHeaders } from './new-endpoint';
import { type Resealing, resealEndpoint } from './reseal-endpoint';
import { openedHeaders, removalFaults } from './update-headers';
import { type AddressPorts, verified } from './verified';

/** What is left out stays as it is. */
export interface UpdateEndpointRequest
  extends Pick<EndpointRequest, 'tenant'>,
    Partial<Pick<EndpointRequest, 'url' | 'types' | 'headers' | 'contentType'>> {
  readonly id: string;
  /** Names of headers that are not sent any more. `headers` are added, or take the place of those of their names. */
  readonly removeHeaders?: readonly string[];
  /** Attempts per second, 1/3600 to 1,000; null takes the rate away. */
  readonly ratePerSecond?: number | null;
  /** DNS name that the endpoint is asked to agree to be called by. @default it is not asked */
  readonly verifyOrigin?: string;
  /** Found while the request was read. They are reported together with the others, and nothing is saved. @default none */
  readonly faults?: readonly Fault[];
}

/** What is to be different; nothing is sealed. `ratePerSecond: undefined` takes the rate away. */
type Update = Partial<Pick<EndpointRequest, 'url' | 'types' | 'headers' | 'contentType'>> & {
  readonly ratePerSecond?: number | undefined;
};

interface Updating {
  readonly endpoint: Endpoint;
  readonly request: UpdateEndpointRequest;
  readonly ports: AddressPorts;
  readonly keyOf: KeyById;
}

/**
 * Only what is named is checked: a name that does not resolve today must not keep its rate from being changed.
 *
 * @throws CodedError `cli.endpoint_invalid` with every fault, `webhook.secret.unreadable`
 */
export async function checkedUpdate({ endpoint, request, ports, keyOf }: Updating): Promise<Update> {
  const { headers: given = [], removeHeaders = [], faults: readFaults = [] } = request;
  const isOfHeaders = given.length > 0 || removeHeaders.length > 0;
  const headers = isOfHeaders && updatedHeaders(await openedHeaders(endpoint, keyOf), given, removeHeaders);
  const named = { ...namedParts(request), ...(headers && { headers }) };
  const faults = await endpointFaults(named, ports.policy, ports.resolve);
  const all = [...readFaults, ...removalFaults(endpoint, removeHeaders), ...faults];
  if (all.length === 0) return request.ratePerSecond === null ? { ...named, ratePerSecond: undefined } : named;
  throw new CodedError('cli.endpoint_invalid', 'the endpoint was not changed', 'change what the faults name', all);
}

const namedParts = ({ url, types, ratePerSecond, contentType }: UpdateEndpointRequest): Partial<EndpointRequest> => ({
  ...(url !== undefined && { url }),
  ...(types !== undefined && { types }),
  ...(typeof ratePerSecond === 'number' && { ratePerSecond }),
  ...(contentType !== undefined && { contentType }),
});

/**
 * Where the endpoint is to be asked: the update at the rate that it grants.
 *
 * @throws CodedError `cli.endpoint_unverified`
 */
export async function agreed(update: Update, { endpoint, request, ports, keyOf }: Updating): Promise<Update> {
  if (request.verifyOrigin === undefined) return update;
  const headers = update.headers ?? (await openedHeaders(endpoint, keyOf));
  const { url, ratePerSecond: rate } = { ...endpoint, ...update };
  const asked = { url, headers, ...(rate !== undefined && { ratePerSecond: rate }) };
  const { ratePerSecond }: Update = await verified(asked, request.verifyOrigin, ports);
  return { ...update, ratePerSecond };
}

/** What is sealed is sealed anew for another URL, also where there are no headers: none may come for the old one meanwhile. */
export async function sealedChange(
  endpoint: Endpoint,
  { headers, ...update }: Update,
  resealing: Resealing,
): Promise<EndpointChange> {
  const { tenant, id, url } = { ...endpoint, ...update };
  const resealed = update.url === undefined ? {} : await resealEndpoint(endpoint, resealing, url);
  return {
    ...(update.url !== undefined && { headers: undefined }),
    ...update,
    ...typesSince(endpoint, update, resealing.now),
    ...resealed,
    ...(headers && {
      headers: headers.length === 0 ? undefined : newSealedHeaders(headers, { tenant, id, url }, resealing),
    }),
  };
}

function typesSince(before: Endpoint, { types }: Update, now: Date): Pick<EndpointChange, 'typesSince'> {
  return types === undefined ? {} : { typesSince: typesSinceOf(before, types, now.toISOString()) };
}
