import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { AddressPolicy } from '../../http/address/address';
import type { Resolve } from '../../http/address/resolve';
import { createPoster } from '../../http/post/post';
import { shakeHands } from './handshake';
import type { EndpointRequest } from './new-endpoint';

/** The policy for addresses that may be posted to, and the DNS resolver. */
export interface AddressPorts {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
}

type Asked = Pick<EndpointRequest, 'url' | 'headers' | 'ratePerSecond'>;

/**
 * The request with the rate that the endpoint grants in the handshake, which is never above the requested rate.
 *
 * @param origin DNS name of the sender, which the endpoint must allow
 * @throws CodedError `cli.endpoint_unverified`
 */
export async function verified<Request extends Asked>(
  request: Request,
  origin: string,
  { policy, resolve }: AddressPorts,
): Promise<Request> {
  const { url, headers, ratePerSecond } = request;
  const asked = {
    url,
    headers: Object.fromEntries(headers),
    origin,
    ...(ratePerSecond !== undefined && { ratePerSecond }),
  };
  const answer = await shakeHands(asked, createPoster({ policy, resolve }));
  if (answer.kind === 'refused') throw unverified(origin, answer.fault);
  return { ...request, ...(answer.ratePerSecond !== undefined && { ratePerSecond: answer.ratePerSecond }) };
}

const unverified = (origin: string, fault: Fault): CodedError =>
  new CodedError(
    'cli.endpoint_unverified',
    `the endpoint does not agree to be called by ${origin}, and nothing was saved`,
    'let its owner answer OPTIONS with WebHook-Allowed-Origin; or do not ask it, if it is yours',
    [fault],
  );
