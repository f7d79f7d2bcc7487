import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { AddressPolicy } from '../../http/address/address';
import type { Resolve } from '../../http/address/resolve';
import { shakeHands } from '../../http/post/handshake';
import { createPoster } from '../../http/post/post';
import type { EndpointRequest } from './new-endpoint';

/** Which addresses may be posted to, and how names resolve. */
export interface AddressPorts {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
}

type Asked = Pick<EndpointRequest, 'url' | 'headers' | 'ratePerSecond'>;

/**
 * The request with the rate that the endpoint grants, which is never above the one that was asked for.
 *
 * @param origin DNS name that the endpoint is asked to be called by
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
