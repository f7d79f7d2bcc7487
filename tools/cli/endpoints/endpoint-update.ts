import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { KeyById } from '../../../shared/domain/sealing/seal';
import { wantsType } from '../../../shared/domain/webhook/endpoint-types';
import type { Endpoint, EndpointChange } from '../../../shared/ports/endpoints';
import type { UpdateOptions } from '../options';
import { endpointFaults } from './check-endpoint';
import type { Desk } from './desk';
import { givenHeaders } from './given-headers';
import { type EndpointRequest, givenTypes, newSealedHeaders } from './new-endpoint';
import { type Resealing, resealEndpoint } from './reseal-endpoint';
import { openedHeaders, removalFaults, updatedHeaders } from './update-headers';
import { verified } from './verify-endpoint';

/** What is to be different; nothing is sealed. `ratePerSecond: undefined` takes the rate away. */
type Update = Partial<Pick<EndpointRequest, 'url' | 'types' | 'headers' | 'contentType'>> & {
  readonly ratePerSecond?: number | undefined;
};

export interface Updating {
  readonly endpoint: Endpoint;
  readonly options: UpdateOptions;
  readonly desk: Desk;
  readonly keyOf: KeyById;
}

/**
 * Only what is named is checked: a name that does not resolve today must not keep its rate from being changed.
 *
 * @throws CodedError `cli.endpoint_invalid` with every fault, `webhook.secret.unreadable`; as reading headers does
 */
export async function checkedUpdate({ endpoint, options, desk, keyOf }: Updating): Promise<Update> {
  const { removeHeader = [] } = options;
  const { headers: given, faults: headerFaults } = await givenHeaders(options, desk.terminal);
  const isOfHeaders = given.length > 0 || removeHeader.length > 0;
  const headers = isOfHeaders && updatedHeaders(await openedHeaders(endpoint, keyOf), given, removeHeader);
  const named = { ...namedParts(options), ...(headers && { headers }) };
  const faults = await endpointFaults(named, desk.policy, desk.resolve);
  const all = [...headerFaults, ...removalFaults(endpoint, removeHeader), ...faults];
  if (all.length === 0) return options.rate === false ? { ...named, ratePerSecond: undefined } : named;
  throw new CodedError('cli.endpoint_invalid', 'the endpoint was not changed', 'change what the lines above name', all);
}

const namedParts = ({ url, types, rate, contentType }: UpdateOptions): Partial<EndpointRequest> => ({
  ...(url !== undefined && { url }),
  ...(types !== undefined && { types: givenTypes(types) }),
  ...(typeof rate === 'string' && { ratePerSecond: Number(rate) }),
  ...(contentType !== undefined && { contentType }),
});

/**
 * With `--verify`: at the rate that the endpoint grants.
 *
 * @throws CodedError `cli.endpoint_unverified`
 */
export async function agreed(update: Update, { endpoint, options, desk, keyOf }: Updating): Promise<Update> {
  if (options.verify === undefined) return update;
  const headers = update.headers ?? (await openedHeaders(endpoint, keyOf));
  const { url, ratePerSecond: rate } = { ...endpoint, ...update };
  const request = { url, headers, ...(rate !== undefined && { ratePerSecond: rate }) };
  const { ratePerSecond }: Update = await verified(request, options.verify, desk);
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

/** Types that it wanted before, and fewer of them, hold as long as those did. */
function typesSince(before: Endpoint, { types = [] }: Update, now: Date): Pick<EndpointChange, 'typesSince'> {
  const isWider = types.some((type) => !wantsType(before.types, type));
  return isWider ? { typesSince: now.toISOString() } : {};
}
