import { CodedError } from '../../domain/kit/errors/coded-error';
import { sealingKey, sealsFrom } from '../../domain/sealing/numbered-keys';
import type { DataKey } from '../../domain/sealing/seal';
import type { Clock } from '../../ports/clock';
import type { DataKeyStore, DataKeys } from '../../ports/data-keys';
import type { Endpoint, EndpointRegistry } from '../../ports/endpoints';
import { isSealedWith, resealEndpoint } from '../endpoints/reseal-endpoint';

export interface ResealEndpointsRequest {
  /** Decrypts everything, and writes nothing. */
  readonly dryRun: boolean;
}

export interface ResealEndpointsPorts {
  readonly keyStore: Pick<DataKeyStore, 'list'>;
  readonly keys: Pick<DataKeys, 'byId'>;
  readonly registry: Pick<EndpointRegistry, 'all' | 'change'>;
  readonly clock: Clock;
}

export interface ResealedEndpoints {
  /** Id of the newest data key; undefined if there is none, so that nothing is sealed. */
  readonly key: string | undefined;
  readonly endpoints: readonly Resealed[];
}

export interface Resealed {
  readonly tenant: string;
  readonly id: string;
  /**
   * - `current`: everything was already sealed with the newest key
   * - `resealed`: resealed with the newest key, or would be in a dry run
   * - `unreadable`: a secret or the headers cannot be decrypted for the endpoint's URL; not changed
   * - `changed`: a concurrent write changed the endpoint; not resealed
   */
  readonly result: 'current' | 'resealed' | 'unreadable' | 'changed';
}

/**
 * Reseals the secrets and headers of all endpoints with the newest data key. Reports those that cannot be decrypted,
 * such as an endpoint whose URL was changed in the table. Scans the whole directory.
 *
 * @throws CodedError `cli.key_not_in_use`
 */
export async function resealEndpoints(
  { dryRun }: ResealEndpointsRequest,
  ports: ResealEndpointsPorts,
): Promise<ResealedEndpoints> {
  const key = await newestKey(ports);
  const endpoints: Resealed[] = [];
  for await (const endpoint of ports.registry.all()) {
    const result = key ? await reseal(endpoint, key, dryRun, ports) : 'unreadable';
    endpoints.push({ tenant: endpoint.tenant, id: endpoint.id, result });
  }
  return { key: key?.id, endpoints };
}

async function newestKey({ keyStore, keys, clock }: ResealEndpointsPorts): Promise<DataKey | undefined> {
  const stored = await keyStore.list('endpoints');
  const newest = stored.at(-1);
  if (newest === undefined) return undefined;
  if (sealingKey(stored, clock.now()) !== newest) throw notInUse(newest.id, sealsFrom(newest));
  return keys.byId('endpoints', newest.id);
}

async function reseal(
  endpoint: Endpoint,
  key: DataKey,
  dryRun: boolean,
  { keys, registry, clock }: ResealEndpointsPorts,
): Promise<Resealed['result']> {
  const { tenant, id, secrets, headers } = endpoint;
  const resealing = { key, now: clock.now(), keyOf: (id: string) => keys.byId('endpoints', id) };
  try {
    const { url, ...sealed } = await resealEndpoint(endpoint, resealing);
    if (isSealedWith(endpoint, key.id)) return 'current';
    const expected = { secrets, ...(headers && { headers }) };
    return dryRun || (await registry.change(tenant, id, sealed, expected)) ? 'resealed' : 'changed';
  } catch (error) {
    if (error instanceof CodedError && error.code === 'webhook.secret.unreadable') return 'unreadable';
    throw error;
  }
}

const notInUse = (id: string, from: Date): CodedError =>
  new CodedError(
    'cli.key_not_in_use',
    `data key ${id} of endpoints seals from ${from.toISOString()} on, so that all functions know it by then`,
    'do it again then',
  );
