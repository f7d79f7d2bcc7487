import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { attributeFaults } from '../../../shared/domain/notification/attribute-rules';
import { contentTypeFaults } from '../../../shared/domain/webhook/content-type';
import { endpointHeaderFaults } from '../../../shared/domain/webhook/endpoint-headers';
import { isTypePattern } from '../../../shared/domain/webhook/endpoint-types';
import { checkSecret } from '../../../shared/domain/webhook/standard-webhooks-secret';
import { type AddressPolicy, checkTarget, checkUrl } from '../../../shared/http/address/address';
import { AddressRefused, AddressUnreachable, checkedAddresses } from '../../../shared/http/address/guarded-lookup';
import type { Resolve } from '../../../shared/http/address/resolve';
import type { EndpointRequest } from './new-endpoint';

/** Everything wrong with what is given of an endpoint that is to be saved; paths name its properties. */
export async function endpointFaults(
  { tenant, url, types, secret, headers, ratePerSecond, contentType }: Partial<EndpointRequest>,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<readonly Fault[]> {
  return [
    ...faultsOf(tenant, tenantFaults),
    ...(url === undefined ? [] : await urlFaults(url, policy, resolve)).map(under('/url')),
    ...faultsOf(types, (all) => all.flatMap(typeFaults)),
    ...faultsOf(secret, checkSecret).map(under('/secret')),
    ...faultsOf(headers, endpointHeaderFaults),
    ...faultsOf(ratePerSecond, rateFaults),
    ...faultsOf(contentType, contentTypeFaults),
  ];
}

const faultsOf = <Value>(value: Value | undefined, check: (value: Value) => readonly Fault[]): readonly Fault[] =>
  value === undefined ? [] : check(value);

/** The rule is the notification's: an endpoint of a tenant that none can have would never get anything. */
const tenantFaults = (tenant: string): Fault[] => attributeFaults({ tenant }, ['tenant']);

/** The same checks as before every attempt, so that what is saved can be delivered to. */
async function urlFaults(text: string, policy: AddressPolicy, resolve: Resolve): Promise<Fault[]> {
  const faults = checkUrl(text, policy);
  if (faults.length > 0) return faults;
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
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

const typeFaults = (type: string, index: number): Fault[] => {
  if (isTypePattern(type)) return [];
  const message = `type ${JSON.stringify(type)} is refused, expected one such as order.shipped, order.* or *`;
  return [{ code: 'cli.type_malformed', path: `/types/${index}`, message }];
};

/** Slower, and a delivery would outlive its notification; faster is as good as no limit. */
const [MIN_RATE, MAX_RATE] = [1 / 3600, 1_000] as const;

const rateFaults = (rate: number): Fault[] => {
  if (rate >= MIN_RATE && rate <= MAX_RATE) return [];
  const seen = Number.isNaN(rate) ? 'no number' : `${rate} a second`;
  const message = `the rate is ${seen}, allowed are 1/3600 (one an hour) to ${MAX_RATE}; without one there is no limit`;
  return [{ code: 'cli.rate_malformed', path: '/rate', message }];
};

const under =
  (path: string) =>
  (fault: Fault): Fault => ({ ...fault, path });
