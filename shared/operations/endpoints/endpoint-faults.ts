import type { Fault } from '../../domain/kit/errors/coded-error';
import { attributeFaults } from '../../domain/notification/attribute-rules';
import { contentTypeFaults } from '../../domain/webhook/content-type';
import { endpointHeaderFaults } from '../../domain/webhook/endpoint-headers';
import { rateFaults } from '../../domain/webhook/endpoint-rate';
import { typePatternFaults } from '../../domain/webhook/endpoint-types';
import { filterFaults } from '../../domain/webhook/filter-faults';
import { checkSecret } from '../../domain/webhook/standard-webhooks-secret';
import { type AddressPolicy, checkTarget, checkUrl } from '../../http/address/address';
import { bareHost } from '../../http/address/bare-host';
import { AddressRefused, AddressUnreachable, checkedAddresses } from '../../http/address/guarded-lookup';
import type { Resolve } from '../../http/address/resolve';
import type { EndpointRequest } from './new-endpoint';

/** All faults of the given properties of an endpoint; paths name the properties. */
export async function endpointFaults(
  { tenant, url, types, secret, headers, ratePerSecond, contentType, filter }: Partial<EndpointRequest>,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<readonly Fault[]> {
  return [
    ...faultsOf(tenant, tenantFaults),
    ...(url === undefined ? [] : await urlFaults(url, policy, resolve)).map(under('/url')),
    ...faultsOf(types, typePatternFaults),
    ...faultsOf(secret, checkSecret).map(under('/secret')),
    ...faultsOf(headers, endpointHeaderFaults),
    ...faultsOf(ratePerSecond, rateFaults),
    ...faultsOf(contentType, contentTypeFaults),
    ...faultsOf(filter, filterFaults),
  ];
}

const faultsOf = <Value>(value: Value | undefined, check: (value: Value) => readonly Fault[]): readonly Fault[] =>
  value === undefined ? [] : check(value);

/** The rule of notifications: no notification can have an invalid tenant, so its endpoint would never get any. */
const tenantFaults = (tenant: string): Fault[] => attributeFaults({ tenant }, ['tenant']);

/** The same checks as before every delivery attempt. */
async function urlFaults(text: string, policy: AddressPolicy, resolve: Resolve): Promise<Fault[]> {
  const faults = checkUrl(text, policy);
  if (faults.length > 0) return faults;
  const url = new URL(text);
  const host = bareHost(url);
  try {
    await checkedAddresses(host, resolve, (address) => checkTarget(url, address, policy));
    return [];
  } catch (error) {
    if (error instanceof AddressRefused || error instanceof AddressUnreachable) return [...error.faults];
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    const message = `host ${host} has no address (${reason}); check its spelling and DNS`;
    return [{ code: 'cli.host_unresolved', path: '', message }];
  }
}

const under =
  (path: string) =>
  (fault: Fault): Fault => ({ ...fault, path });
