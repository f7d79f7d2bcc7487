import { describeError } from '../../../../shared/domain/kit/errors/describe-error';
import type { Clock } from '../../../../shared/ports/clock';
import { disabledAfter, type Endpoint, type EndpointRegistry } from '../../../../shared/ports/endpoints';
import type { Logger } from '../../../../shared/ports/logger';
import type { OperationalEvents } from '../../../../shared/ports/operational-events';

export interface DisablePorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'change'>;
  readonly events: OperationalEvents;
  readonly clock: Clock;
  readonly log: Logger;
}

/** For people, as `carillon endpoints list` shows it. */
export type DisableReason = string;

/**
 * Disables an endpoint that is still enabled, and says so. The event comes first: after a crash in between, and where two
 * functions see it at once, it comes twice under one id, and never not at all. Where it cannot be raised the endpoint is
 * disabled all the same, for its receiver does not know whether anybody listens. Nothing is done where the endpoint has
 * another URL by now.
 *
 * @param attempted the endpoint as it was when it was posted to
 */
export async function disableEndpoint(
  attempted: Endpoint,
  reason: DisableReason,
  { registry, events, clock, log }: DisablePorts,
): Promise<void> {
  const { tenant, id, url } = attempted;
  const endpoint = await registry.find(tenant, id);
  if (!endpoint?.state.enabled || endpoint.url !== url) return;
  const since = clock.now().toISOString();
  try {
    // It is disabled once for each time that it was enabled, by whoever finds out and for whatever reason.
    const cause = endpoint.state.since;
    await events.raise({ type: 'endpoint.disabled', tenant, subject: id, cause, time: since, data: { reason } });
  } catch (error) {
    log.error('event_not_raised', { tenant, endpoint: id, type: 'endpoint.disabled', error: describeError(error) });
  }
  // Somebody may have changed it meanwhile, and then knows better.
  const isDisabled = await registry.change(
    tenant,
    id,
    { state: disabledAfter(endpoint.state, reason, since) },
    { state: endpoint.state, url },
  );
  if (isDisabled) log.info('endpoint_disabled', { tenant, endpoint: id, reason });
}
