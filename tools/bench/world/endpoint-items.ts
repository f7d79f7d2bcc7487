import { marshall } from '@aws-sdk/util-dynamodb';
import { endpointKey, versionKey } from '../../../shared/aws/dynamodb/directory-items';
import { newEndpoint } from '../../../shared/operations/endpoints/new-endpoint';
import type { DataKeys } from '../../../shared/ports/data-keys';
import type { Item } from '../doubles/table-store';
import { SECRET } from './tenants';

export interface EndpointSet {
  readonly tenant: string;
  readonly url: string;
  readonly count: number;
  /** How many of them subscribe to the measured type, from the first; the others subscribe to another one. */
  readonly wanting: number;
  readonly keys: DataKeys;
}

/**
 * The items that a tenant with these endpoints has in the directory. All have the secret that was sealed for the first, so
 * that a hundred thousand are made in a second: the others are read, and nothing is posted to them, unless they want the
 * type.
 */
export async function endpointItems({ tenant, url, count, wanting, keys }: EndpointSet): Promise<Item[]> {
  const now = new Date();
  const sealing = { key: await keys.current('endpoints'), now };
  const make = (types: string[], id?: string) =>
    newEndpoint({ tenant, url, types, secret: SECRET, headers: [] }, sealing, id);
  const unused = make(['other.type']);
  const items = [marshall({ ...versionKey(tenant), version: count })];
  for (let n = 0; n < count; n++) {
    const id = `ep_${String(n).padStart(26, '0')}`;
    const endpoint = n < wanting ? make(['*'], id) : { ...unused, id };
    items.push(marshall({ ...endpointKey(tenant, id), ...endpoint }, { removeUndefinedValues: true }));
  }
  return items;
}
