import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { AddOptions } from '../options';
import { endpointFaults } from './check-endpoint';
import type { Desk } from './desk';
import { givenHeaders } from './given-headers';
import { type EndpointRequest, givenTypes, newEndpoint, newSecret } from './new-endpoint';
import { givenSecret } from './read-secret';
import { endpointLines, secretLines, visible } from './show-endpoint';
import { verified } from './verify-endpoint';
import { warnOfDeadPatterns, warnOfSameUrl } from './warn-of-endpoint';

/**
 * @throws CodedError `cli.endpoint_invalid` with every fault, `cli.endpoint_unverified`, `cli.standard_input_twice`; as
 * reading the file of headers does
 */
export async function addEndpoint(options: AddOptions, desk: Desk): Promise<void> {
  const { registry, keys, terminal, policy, resolve } = desk;
  const { headers, faults: headerFaults } = await givenHeaders(options, terminal);
  const given = await givenSecret(options, terminal);
  const secret = given ?? newSecret({ asymmetric: options.asymmetric === true });
  const request = requestOf(options, secret, headers);
  const faults = [...headerFaults, ...(await endpointFaults(request, policy, resolve))];
  if (faults.length > 0) throw invalid(faults);
  const granted = options.verify === undefined ? request : await verified(request, options.verify, desk);
  const key = await keys.current('endpoints');
  const endpoint = newEndpoint(granted, { key, now: terminal.clock.now() });
  await registry.save(endpoint);
  warnOfDeadPatterns(request.types, desk);
  await warnOfSameUrl(endpoint, desk);
  const newlyMade = given === undefined ? request.secret : undefined;
  terminal.print(options.json ? jsonAdded(endpoint, newlyMade) : formatAdded(endpoint, newlyMade));
}

const requestOf = (options: AddOptions, secret: string, headers: EndpointRequest['headers']): EndpointRequest => ({
  tenant: options.tenant,
  url: options.url,
  secret,
  headers,
  types: givenTypes(options.types),
  ...(options.rate !== undefined && { ratePerSecond: Number(options.rate) }),
  ...(options.contentType !== undefined && { contentType: options.contentType }),
  ...(options.disabled === true && { disabled: 'added so' }),
});

function invalid(faults: readonly Fault[]): CodedError {
  const hint = faults.some(({ path }) => path === '/secret') ? '; without --secret a new one is made' : '';
  const fix = `change what the lines above name${hint}`;
  return new CodedError('cli.endpoint_invalid', 'the endpoint was not added', fix, faults);
}

/** @param newlyMade the secret, unless it was given: then it is known, and not shown */
export const formatAdded = (endpoint: Endpoint, newlyMade: string | undefined): string =>
  [
    `added ${endpoint.id} for tenant ${endpoint.tenant}`,
    ...endpointLines(endpoint),
    ...(newlyMade === undefined ? [] : secretLines(newlyMade, publicKeyOf(newlyMade))),
  ].join('\n');

export function jsonAdded(endpoint: Endpoint, newlyMade: string | undefined): string {
  const shown = newlyMade !== undefined && publicKeyOf(newlyMade) === undefined;
  return JSON.stringify({ ...visible(endpoint), ...(shown && { secret: newlyMade }) });
}
