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

/** Human-readable text that `carillon endpoints list` shows. */
export type DisableReason = string;

/**
 * Disables an endpoint that is still enabled, and raises `endpoint.disabled`. The event is raised first, at-least-once: a
 * crash in between, or two functions at once, repeat it under one id. If it cannot be raised, the endpoint is disabled
 * nevertheless. Does nothing if the endpoint's URL was changed since the attempt.
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
    // Idempotent: one event id for each time that the endpoint was enabled, whichever function disables it and why.
    const cause = endpoint.state.since;
    await events.raise({ type: 'endpoint.disabled', tenant, subject: id, cause, time: since, data: { reason } });
  } catch (error) {
    log.error('event_not_raised', { tenant, endpoint: id, type: 'endpoint.disabled', error: describeError(error) });
  }
  // Conditional write: a concurrent change of the state or the URL wins.
  const isDisabled = await registry.change(
    tenant,
    id,
    { state: disabledAfter(endpoint.state, reason, since) },
    { state: endpoint.state, url },
  );
  if (isDisabled) log.info('endpoint_disabled', { tenant, endpoint: id, reason });
}
