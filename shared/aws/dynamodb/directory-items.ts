/**
 * Keys of the directory table.
 *
 * | pk                | sk         | what |
 * | ---               | ---        | --- |
 * | `T#<tenant>`      | `EP#<id>`  | a webhook endpoint |
 * | `T#<tenant>`      | `C#<id>`   | the circuit of a failing endpoint |
 * | `T#<tenant>`      | `V`        | `version` of the tenant's endpoints and circuits: grows with every change of either; `unindexed`: how many of these changes left the index by type as it is; `endpoints`: their number, since the first was added by a version that counts them |
 * | `R#<key>`         | `R`        | the next free slot of a rate; its key is an endpoint's id, or `lateLine` of it |
 * | `S#<address>`     | `<scope>`  | a suppressed address, for a tenant or for all (`*`) |
 * | `S#<address>`     | `U#<tenant>#<category>` | an unsubscription; neither name can contain a `#` |
 * | `K#<purpose>`     | `<number>` | a data key, sealed: `kms-data-key-store.ts` |
 *
 * No partition key begins with a digit: IAM policies distinguish them from ids of notifications by that.
 */
export const tenantKey = (tenant: string): string => `T#${tenant}`;

export const ENDPOINT_PREFIX = 'EP#';
export const CIRCUIT_PREFIX = 'C#';

export const endpointKey = (tenant: string, id: string) => ({ pk: tenantKey(tenant), sk: `${ENDPOINT_PREFIX}${id}` });
export const circuitKey = (tenant: string, id: string) => ({ pk: tenantKey(tenant), sk: `${CIRCUIT_PREFIX}${id}` });
export const rateKey = (key: string) => ({ pk: `R#${key}`, sk: 'R' });
export const versionKey = (tenant: string) => ({ pk: tenantKey(tenant), sk: 'V' });
