import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Endpoint, EndpointChange } from '../../../shared/ports/endpoints';
import type { UpdateOptions } from '../options';
import type { Desk } from './desk';
import { agreed, checkedUpdate, sealedChange } from './endpoint-update';
import { findEndpoint } from './find-endpoint';
import { endpointLines, visible } from './show-endpoint';
import { warnOfDeadPatterns, warnOfSameUrl } from './warn-of-endpoint';

const NAMED = ['url', 'types', 'header', 'headersFile', 'removeHeader', 'rate', 'contentType'] as const;

/**
 * Changes what is named of an endpoint. Its id, its secrets and what waits for it stay; a new URL ends its circuit.
 *
 * @throws CodedError `cli.nothing_to_update`, `cli.unknown_endpoint`, `cli.endpoint_invalid` with every fault,
 * `cli.endpoint_unverified`, `cli.endpoint_changed`, `webhook.secret.unreadable`; as reading the file of headers does
 */
export async function updateEndpoint(id: string, options: UpdateOptions, desk: Desk): Promise<void> {
  const { registry, keys, terminal } = desk;
  const { tenant, json } = options;
  if (NAMED.every((name) => options[name] === undefined)) throw nothingToUpdate();
  const endpoint = await findEndpoint(tenant, id, registry);
  const keyOf = (keyId: string) => keys.byId('endpoints', keyId);
  const updating = { endpoint, options, desk, keyOf };
  const update = await agreed(await checkedUpdate(updating), updating);
  const resealing = { key: await keys.current('endpoints'), now: terminal.clock.now(), keyOf };
  const change = await sealedChange(endpoint, update, resealing);
  if (!(await registry.change(tenant, id, change, before(endpoint, change)))) throw changedMeanwhile(id);
  const updated = await findEndpoint(tenant, id, registry);
  if (update.types) warnOfDeadPatterns(update.types, desk);
  if (update.url !== undefined) await warnOfSameUrl(updated, desk);
  terminal.print(json ? JSON.stringify(visible(updated)) : formatUpdated(updated));
}

/** The URL too, whatever changes: what is sealed is sealed for it. */
const before = (endpoint: Endpoint, change: EndpointChange): EndpointChange =>
  Object.fromEntries([...Object.keys(change), 'url'].map((name) => [name, endpoint[name as keyof Endpoint]]));

export const formatUpdated = (endpoint: Endpoint): string =>
  [`updated ${endpoint.id} of tenant ${endpoint.tenant}`, ...endpointLines(endpoint)].join('\n');

const nothingToUpdate = (): CodedError =>
  new CodedError(
    'cli.nothing_to_update',
    'nothing is named that is to change, and the endpoint is left as it is',
    'say what, such as --url or --types; `npx carillon endpoints update --help` lists all',
  );

const changedMeanwhile = (id: string): CodedError =>
  new CodedError(
    'cli.endpoint_changed',
    `endpoint '${id}' was changed or removed by somebody else meanwhile, and is left as they made it`,
    'look at it with `npx carillon endpoints list --tenant <tenant>`, and try it again',
  );
