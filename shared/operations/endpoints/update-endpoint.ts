import type { UnknownTypes } from '../../catalogue/type-faults';
import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Clock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import type { Endpoint, EndpointChange, EndpointRegistry } from '../../ports/endpoints';
import { deadConditions } from './dead-conditions';
import { agreed, checkedUpdate, sealedChange, type UpdateEndpointRequest } from './endpoint-update';
import { deadPatterns, type EndpointWarnings, sameUrl } from './endpoint-warnings';
import { refuseBeyondBudget } from './filter-budget';
import { findEndpoint } from './find-endpoint';
import type { AddressPorts } from './verified';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export type { UpdateEndpointRequest } from './endpoint-update';

export interface UpdateEndpointPorts extends AddressPorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'version' | 'change' | 'load'>;
  readonly keys: DataKeys;
  readonly clock: Clock;
  /** The stack's policy for types that are not in the catalogue. */
  readonly unknownTypes: UnknownTypes;
}

export interface UpdatedEndpoint {
  readonly endpoint: VisibleEndpoint;
  /** Warnings about the changed properties. */
  readonly warnings: EndpointWarnings;
}

/**
 * Changes the given properties of an endpoint. Keeps its id, its secrets and its waiting deliveries; a new URL closes its
 * circuit.
 *
 * @throws CodedError `cli.nothing_to_update`, `cli.unknown_endpoint`, `cli.endpoint_invalid` with every fault,
 * `cli.endpoint_unverified`, `cli.filters_too_large`, `cli.endpoint_changed`, `webhook.secret.unreadable`
 */
export async function updateEndpoint(
  request: UpdateEndpointRequest,
  ports: UpdateEndpointPorts,
): Promise<UpdatedEndpoint> {
  if (namesNothing(request)) throw nothingToUpdate();
  const { tenant, id } = request;
  const { registry, keys, clock } = ports;
  const endpoint = await findEndpoint(tenant, id, registry);
  const keyOf = (keyId: string) => keys.byId('endpoints', keyId);
  const updating = { endpoint, request, ports, keyOf };
  const update = await agreed(await checkedUpdate(updating), updating);
  const resealing = { key: await keys.current('endpoints'), now: clock.now(), keyOf };
  const change = await sealedChange(endpoint, update, resealing);
  if (typeof change.filter === 'string') await refuseBeyondBudget({ tenant, id, filter: change.filter }, registry);
  if (!(await registry.change(tenant, id, change, before(endpoint, change)))) throw changedMeanwhile(id);
  const updated = await findEndpoint(tenant, id, registry);
  const warnings = {
    deadPatterns: deadPatterns(update.types ?? [], ports.unknownTypes),
    deadConditions: update.filter || update.types ? deadConditions(updated, ports.unknownTypes) : [],
    sameUrl: update.url === undefined ? [] : await sameUrl(updated, registry),
  };
  return { endpoint: visible(updated), warnings };
}

function namesNothing(request: UpdateEndpointRequest): boolean {
  const { url, types, format, contentType, ratePerSecond, filter } = request;
  const { headers = [], removeHeaders = [], faults = [] } = request;
  const named = [url, types, format, contentType, ratePerSecond, filter].some((value) => value !== undefined);
  return !named && headers.length + removeHeaders.length + faults.length === 0;
}

/** The expected present values of the changed properties, and of the URL, which secrets and headers are sealed for. */
const before = (endpoint: Endpoint, change: EndpointChange): EndpointChange =>
  Object.fromEntries([...Object.keys(change), 'url'].map((name) => [name, endpoint[name as keyof Endpoint]]));

const nothingToUpdate = (): CodedError =>
  new CodedError(
    'cli.nothing_to_update',
    'the request has no property to change; the endpoint was not changed',
    'name a property to change, such as the URL or the types',
  );

const changedMeanwhile = (id: string): CodedError =>
  new CodedError(
    'cli.endpoint_changed',
    `endpoint '${id}' was changed or removed by another write at the same time; this update was not saved`,
    'look at it, and try it again',
  );
