import { wantsType } from '../../../handlers/webhook/endpoint-types';
import { shakeHands } from '../../../handlers/webhook/handshake';
import { createPoster } from '../../../handlers/webhook/post';
import { suggestion, TYPES } from '../../../shared/catalogue/type-faults';
import { CodedError, type Fault } from '../../../shared/domain/coded-error';
import { publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { AddOptions } from '../options';
import { endpointFaults } from './check-endpoint';
import type { Desk } from './desk';
import { givenHeaders } from './given-headers';
import { type EndpointRequest, newEndpoint, newSecret } from './new-endpoint';
import { givenSecret } from './read-secret';
import { lines, secretLines, stateText, visible } from './show-endpoint';

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
  const newlyMade = given === undefined ? request.secret : undefined;
  terminal.print(options.json ? jsonAdded(endpoint, newlyMade) : formatAdded(endpoint, newlyMade));
}

/** Types of which nothing can be published here. Not refused: the next version of the stack may have them. */
function warnOfDeadPatterns(patterns: readonly string[], { unknownTypes, terminal }: Desk): void {
  if (unknownTypes === 'allow') return;
  for (const pattern of patterns.filter((each) => !TYPES.some((type) => wantsType([each], type)))) {
    terminal.warn(
      `warning: the catalogue has no type that is ${pattern}, and nothing comes by it; ${suggestion(pattern)}`,
    );
  }
}

const requestOf = (options: AddOptions, secret: string, headers: EndpointRequest['headers']): EndpointRequest => ({
  ...{ tenant: options.tenant, url: options.url, secret, headers },
  types: options.types.split(',').map((type) => type.trim()),
  ...(options.rate !== undefined && { ratePerSecond: Number(options.rate) }),
  ...(options.disabled === true && { disabled: 'added so' }),
});

/** With the rate that the endpoint grants, which is never above the one that was asked for. */
async function verified(request: EndpointRequest, origin: string | true, desk: Desk): Promise<EndpointRequest> {
  const { policy, resolve } = desk;
  const asked = {
    ...request,
    headers: Object.fromEntries(request.headers),
    origin: origin === true ? desk.origin : origin,
  };
  const answer = await shakeHands(asked, createPoster({ policy, resolve }));
  if (answer.kind === 'refused') throw unverified(asked.origin, answer.fault);
  return { ...request, ...(answer.ratePerSecond !== undefined && { ratePerSecond: answer.ratePerSecond }) };
}

const unverified = (origin: string, fault: Fault): CodedError =>
  new CodedError(
    'cli.endpoint_unverified',
    `the endpoint does not agree to be called by ${origin}, and was not added`,
    'let its owner answer OPTIONS with WebHook-Allowed-Origin; or leave --verify out, if it is yours',
    [fault],
  );

function invalid(faults: readonly Fault[]): CodedError {
  const hint = faults.some(({ path }) => path === '/secret') ? '; without --secret a new one is made' : '';
  const fix = `change what the lines above name${hint}`;
  return new CodedError('cli.endpoint_invalid', 'the endpoint was not added', fix, faults);
}

/** @param newlyMade the secret, unless it was given: then it is known, and not shown */
export function formatAdded(endpoint: Endpoint, newlyMade: string | undefined): string {
  const { id, tenant, url, types, headers, ratePerSecond, state } = endpoint;
  return [
    `added ${id} for tenant ${tenant}`,
    ...lines([
      ['url', url],
      ['types', types.join(', ')],
      ...(headers ? [['headers', headers.names.join(', ')] as const] : []),
      ...(ratePerSecond === undefined ? [] : [['rate', `${ratePerSecond} a second`] as const]),
      ...(state.enabled ? [] : [['state', stateText(state)] as const]),
    ]),
    ...(newlyMade === undefined ? [] : secretLines(newlyMade, publicKeyOf(newlyMade))),
  ].join('\n');
}

export function jsonAdded(endpoint: Endpoint, newlyMade: string | undefined): string {
  const shown = newlyMade !== undefined && publicKeyOf(newlyMade) === undefined;
  return JSON.stringify({ ...visible(endpoint), ...(shown && { secret: newlyMade }) });
}
