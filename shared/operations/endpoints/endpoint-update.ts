import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { KeyById } from '../../domain/sealing/seal';
import { filterText } from '../../domain/webhook/endpoint-filter';
import { updatedHeaders } from '../../domain/webhook/endpoint-headers';
import { typesSinceOf } from '../../domain/webhook/endpoint-types';
import { earlierFiltersOf } from '../../domain/webhook/filter-history';
import { missedFromNow } from '../../domain/webhook/missed-while-disabled';
import type { Endpoint, EndpointChange } from '../../ports/endpoints';
import { endpointFaults } from './endpoint-faults';
import { formatChange, updatedFormatFaults } from './format-settings';
import { type EndpointRequest, newSealedHeaders } from './new-endpoint';
import { type Resealing, resealEndpoint } from './reseal-endpoint';
import { openedHeaders, removalFaults } from './update-headers';
import { type AddressPorts, verified } from './verified';

/** Omitted properties are not changed. */
export interface UpdateEndpointRequest
  extends Pick<EndpointRequest, 'tenant'>,
    Partial<Pick<EndpointRequest, 'url' | 'types' | 'headers' | 'format' | 'contentType'>> {
  readonly id: string;
  /** Names of headers to remove. `headers` are added, or replace headers of the same name. */
  readonly removeHeaders?: readonly string[];
  /** Attempts per second, 1/3600 to 1,000; null removes the rate. */
  readonly ratePerSecond?: number | null;
  /** An SNS filter policy over the event; null removes the filter. */
  readonly filter?: object | null;
  /** DNS name of the sender for the handshake with the endpoint. @default no handshake */
  readonly verifyOrigin?: string;
  /** Faults found while the request was parsed. Reported together with the others; nothing is saved then. @default none */
  readonly faults?: readonly Fault[];
}

/** The changed properties, not sealed yet. `ratePerSecond: undefined` removes the rate. */
type Update = Partial<Pick<EndpointRequest, 'url' | 'types' | 'headers' | 'format' | 'contentType'>> & {
  readonly ratePerSecond?: number | undefined;
  /** Null removes the filter. */
  readonly filter?: object | null;
};

interface Updating {
  readonly endpoint: Endpoint;
  readonly request: UpdateEndpointRequest;
  readonly ports: AddressPorts;
  readonly keyOf: KeyById;
}

/**
 * The checked update. Checks only the given properties: the rate of an endpoint can be changed even if its host does not
 * resolve at the moment.
 *
 * @throws CodedError `cli.endpoint_invalid` with every fault, `webhook.secret.unreadable`
 */
export async function checkedUpdate({ endpoint, request, ports, keyOf }: Updating): Promise<Update> {
  const { headers: given = [], removeHeaders = [], faults: readFaults = [] } = request;
  const isOfHeaders = given.length > 0 || removeHeaders.length > 0;
  const headers = isOfHeaders && updatedHeaders(await openedHeaders(endpoint, keyOf), given, removeHeaders);
  const named = { ...namedParts(request), ...(headers && { headers }) };
  const faults = await endpointFaults(named, ports.policy, ports.resolve);
  const ofFormat = updatedFormatFaults(endpoint, named);
  const all = [...readFaults, ...removalFaults(endpoint, removeHeaders), ...faults, ...ofFormat];
  if (all.length === 0) return { ...named, ...removedParts(request) };
  throw new CodedError('cli.endpoint_invalid', 'the endpoint was not changed', 'change what the faults name', all);
}

const removedParts = ({ ratePerSecond, filter }: UpdateEndpointRequest): Update => ({
  ...(ratePerSecond === null && { ratePerSecond: undefined }),
  ...(filter === null && { filter }),
});

const namedParts = ({
  url,
  types,
  ratePerSecond,
  format,
  contentType,
  filter,
}: UpdateEndpointRequest): Partial<EndpointRequest> => ({
  ...(url !== undefined && { url }),
  ...(types !== undefined && { types }),
  ...(typeof ratePerSecond === 'number' && { ratePerSecond }),
  ...(format !== undefined && { format }),
  ...(contentType !== undefined && { contentType }),
  ...(filter && { filter }),
});

/**
 * Does the handshake if the request asks for it, and returns the update with the granted rate.
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

/**
 * The change for the registry. A new URL reseals secrets and headers, and expects headers to be unchanged even if there are
 * none: a concurrent write may add headers that are sealed for the old URL.
 */
export async function sealedChange(
  endpoint: Endpoint,
  { headers, filter, ...update }: Update,
  resealing: Resealing,
): Promise<EndpointChange> {
  const { tenant, id, url } = { ...endpoint, ...update };
  const resealed = update.url === undefined ? {} : await resealEndpoint(endpoint, resealing, url);
  return {
    ...(update.url !== undefined && { headers: undefined }),
    ...update,
    ...formatChange(endpoint, update),
    ...typesSince(endpoint, update, resealing.now),
    ...filterChange(endpoint, filter, resealing.now.toISOString()),
    ...resealed,
    ...(headers && {
      headers: headers.length === 0 ? undefined : newSealedHeaders(headers, { tenant, id, url }, resealing),
    }),
  };
}

function typesSince(before: Endpoint, { types }: Update, now: Date): Pick<EndpointChange, 'typesSince'> {
  return types === undefined ? {} : { typesSince: typesSinceOf(before, types, now.toISOString()) };
}

/** The same update twice leaves the earlier filters as they are. */
function filterChange(before: Endpoint, filter: object | null | undefined, now: string): EndpointChange {
  if (filter === undefined) return {};
  const text = filter === null ? undefined : filterText(filter);
  if (text === before.filter) return { filter: text };
  return { filter: text, earlierFilters: earlierFiltersOf(before, now, missedFromNow(before, now)) };
}
