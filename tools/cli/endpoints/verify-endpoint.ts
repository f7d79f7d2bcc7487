import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { shakeHands } from '../../../shared/http/post/handshake';
import { createPoster } from '../../../shared/http/post/post';
import type { Desk } from './desk';
import type { EndpointRequest } from './new-endpoint';

type Asked = Pick<EndpointRequest, 'url' | 'headers' | 'ratePerSecond'>;

/**
 * With the rate that the endpoint grants, which is never above the one that was asked for.
 *
 * @throws CodedError `cli.endpoint_unverified`
 */
export async function verified<Request extends Asked>(
  request: Request,
  origin: string | true,
  { policy, resolve, origin: ownOrigin }: Desk,
): Promise<Request> {
  const { url, headers, ratePerSecond } = request;
  const asked = {
    url,
    headers: Object.fromEntries(headers),
    origin: origin === true ? ownOrigin : origin,
    ...(ratePerSecond !== undefined && { ratePerSecond }),
  };
  const answer = await shakeHands(asked, createPoster({ policy, resolve }));
  if (answer.kind === 'refused') throw unverified(asked.origin, answer.fault);
  return { ...request, ...(answer.ratePerSecond !== undefined && { ratePerSecond: answer.ratePerSecond }) };
}

const unverified = (origin: string, fault: Fault): CodedError =>
  new CodedError(
    'cli.endpoint_unverified',
    `the endpoint does not agree to be called by ${origin}, and nothing was saved`,
    'let its owner answer OPTIONS with WebHook-Allowed-Origin; or leave --verify out, if it is yours',
    [fault],
  );
