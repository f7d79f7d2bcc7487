import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { sealingKey, sealsFrom } from '../../../shared/domain/sealing/numbered-keys';
import type { DataKey } from '../../../shared/domain/sealing/seal';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { Desk } from '../endpoints/desk';
import { isSealedWith, resealEndpoint } from '../endpoints/reseal-endpoint';
import type { ResealOptions } from '../options';

type ResealDesk = Pick<Desk, 'keyStore' | 'keys' | 'registry' | 'terminal'>;

interface Resealed {
  readonly tenant: string;
  readonly id: string;
  readonly result: 'current' | 'resealed' | 'unreadable' | 'changed';
}

/**
 * Seals the secrets and headers of all endpoints with the newest data key, and opens all of them on the way: what does
 * not open is named, such as an endpoint whose URL was changed in the table.
 *
 * @throws CodedError `cli.key_not_in_use`, `cli.reseal_incomplete`; as reading and writing the table do
 */
export async function resealEndpoints(
  { yes = false, json }: Pick<ResealOptions, 'yes' | 'json'>,
  desk: ResealDesk,
): Promise<void> {
  const key = await newestKey(desk);
  const all: Resealed[] = [];
  for await (const endpoint of desk.registry.all()) {
    const result = key ? await reseal(endpoint, key, yes, desk) : 'unreadable';
    all.push({ tenant: endpoint.tenant, id: endpoint.id, result });
  }
  desk.terminal.print(json ? jsonOf(all, key, yes) : format(all, key, yes));
  const left = all.filter(isLeft);
  if (left.length > 0) throw incomplete(left.length);
}

/** Undefined where there is no data key, and so nothing that is sealed. */
async function newestKey({ keyStore, keys, terminal }: ResealDesk): Promise<DataKey | undefined> {
  const stored = await keyStore.list('endpoints');
  const newest = stored.at(-1);
  if (newest === undefined) return undefined;
  if (sealingKey(stored, terminal.clock.now()) !== newest) throw notInUse(newest.id, sealsFrom(newest));
  return keys.byId('endpoints', newest.id);
}

async function reseal(
  endpoint: Endpoint,
  key: DataKey,
  yes: boolean,
  { keys, registry, terminal }: ResealDesk,
): Promise<Resealed['result']> {
  const { tenant, id, secrets, headers } = endpoint;
  const resealing = { key, now: terminal.clock.now(), keyOf: (id: string) => keys.byId('endpoints', id) };
  try {
    const { url, ...sealed } = await resealEndpoint(endpoint, resealing);
    if (isSealedWith(endpoint, key.id)) return 'current';
    const expected = { secrets, ...(headers && { headers }) };
    return !yes || (await registry.change(tenant, id, sealed, expected)) ? 'resealed' : 'changed';
  } catch (error) {
    if (error instanceof CodedError && error.code === 'webhook.secret.unreadable') return 'unreadable';
    throw error;
  }
}

const isLeft = ({ result }: Resealed): boolean => result === 'unreadable' || result === 'changed';

const jsonOf = (all: readonly Resealed[], key: DataKey | undefined, yes: boolean): string =>
  JSON.stringify({ done: yes, key: key?.id ?? null, endpoints: all });

function format(all: readonly Resealed[], key: DataKey | undefined, yes: boolean): string {
  const count = all.filter(({ result }) => result === 'resealed').length;
  const verb = yes ? 'were' : 'would be';
  return [
    `${count} of ${all.length} endpoints ${verb} sealed with data key ${key?.id ?? 'none: there is none yet'}`,
    ...all.filter(isLeft).map(({ tenant, id, result }) => `  ${id} of tenant ${tenant}: ${WHY[result]}`),
    ...(yes || count === 0 ? [] : ['nothing was changed; do it with --yes']),
  ].join('\n');
}

const WHY: Readonly<Record<Resealed['result'], string>> = {
  current: '',
  resealed: '',
  unreadable: 'does not open for its URL: webhook.secret.unreadable',
  changed: 'was changed by somebody else meanwhile',
};

const notInUse = (id: string, from: Date): CodedError =>
  new CodedError(
    'cli.key_not_in_use',
    `data key ${id} of endpoints seals from ${from.toISOString()} on, so that all functions know it by then`,
    'do it again then',
  );

const incomplete = (count: number): CodedError =>
  new CodedError(
    'cli.reseal_incomplete',
    `${count} endpoint${count === 1 ? '' : 's'} could not be sealed again`,
    'do it again for those that were changed; find out who wrote those that do not open, then remove and add them',
  );
