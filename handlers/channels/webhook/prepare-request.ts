import { type DeliveryOutcome, held, rejected, retry, suppressed } from '../../../shared/domain/delivery/outcome';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Unformatted } from '../../../shared/domain/webhook/format/format-event';
import type { Prepared, ReadyRequest, Sender, SignedEvent } from '../../../shared/http/post/send';
import type { Endpoint, EndpointDirectory, EndpointState } from '../../../shared/ports/endpoints';
import type { Logger } from '../../../shared/ports/logger';

export interface PreparePorts {
  readonly endpoints: Pick<EndpointDirectory, 'find' | 'fresh'>;
  readonly sender: Sender;
  readonly log: Logger;
}

/** The endpoint that a delivery is for. */
export interface DeliveryTarget {
  readonly tenant: string;
  readonly id: string;
}

export type PreparedRequest =
  | { readonly kind: 'ready'; readonly endpoint: Endpoint; readonly request: ReadyRequest }
  | { readonly kind: 'ended'; readonly outcome: DeliveryOutcome };

/**
 * The request for an endpoint, or the outcome of a delivery without one. A format that cannot hold the event ends the
 * delivery for good, so it is read again first: the cached one may be older than a correction by an operator.
 *
 * @param begin checks the remaining time; called before each step that takes any
 */
export async function prepareRequest(
  { tenant, id }: DeliveryTarget,
  event: SignedEvent,
  ports: PreparePorts,
  begin: () => void,
): Promise<PreparedRequest> {
  const prepare = (endpoint: Endpoint | undefined) => {
    begin();
    return prepareFor(endpoint, event, ports);
  };
  const prepared = await prepare(await ports.endpoints.find(tenant, id));
  const isRejected = prepared.kind === 'ended' && prepared.outcome.kind === 'rejected';
  return isRejected ? prepare(await ports.endpoints.fresh(tenant, id)) : prepared;
}

async function prepareFor(
  endpoint: Endpoint | undefined,
  event: SignedEvent,
  ports: PreparePorts,
): Promise<PreparedRequest> {
  if (endpoint === undefined) return ended(suppressed('the endpoint was removed'));
  if (!endpoint.state.enabled) return ended(held(disabledReason(endpoint.state)));
  const prepared = await prepareOrLog(endpoint, event, ports);
  return prepared.ok ? { kind: 'ready', endpoint, request: prepared } : ended(unformatted(prepared));
}

const ended = (outcome: DeliveryOutcome): PreparedRequest => ({ kind: 'ended', outcome });

const disabledReason = ({ reason, since }: EndpointState): string =>
  `the endpoint is disabled since ${since}: ${reason ?? 'no reason is given'}`;

/** Nothing was posted, so the outcome has no exchange, and the endpoint's circuit stays as it is. */
const unformatted = ({ fault: { code, message }, isTransient }: Unformatted): DeliveryOutcome =>
  (isTransient ? retry : rejected)(`${code}: ${message}`);

/** Unreadable secrets were written without the data key, bypassing `carillon`: log that as an error, not only as a retry. */
async function prepareOrLog(endpoint: Endpoint, event: SignedEvent, { sender, log }: PreparePorts): Promise<Prepared> {
  try {
    return await sender.prepare(endpoint, event);
  } catch (error) {
    const { tenant, id } = endpoint;
    const isUnreadable = error instanceof CodedError && error.code === 'webhook.secret.unreadable';
    if (isUnreadable) log.error('endpoint_unreadable', { tenant, endpoint: id, error: error.message });
    throw error;
  }
}
