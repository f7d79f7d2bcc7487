import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Clock } from '../../ports/clock';
import type { Endpoint, EndpointRegistry, EndpointState } from '../../ports/endpoints';
import { findEndpoint } from './find-endpoint';

export interface EnableEndpointRequest {
  readonly tenant: string;
  readonly id: string;
}

export interface SwitchPorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'version' | 'change'>;
  readonly clock: Clock;
}

/** @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_changed` */
export async function enableEndpoint(
  { tenant, id }: EnableEndpointRequest,
  ports: SwitchPorts,
): Promise<EndpointState> {
  const { state } = await switchOn(await findEndpoint(tenant, id, ports.registry), ports);
  return state;
}

/**
 * Enables the endpoint and resets its failures. An endpoint that is already enabled keeps its time.
 *
 * @throws CodedError `cli.endpoint_changed`
 */
export async function switchOn(before: Endpoint, { registry, clock }: SwitchPorts): Promise<Endpoint> {
  const { id, tenant } = before;
  const state = enabledState(before.state, clock.now());
  const isChanged = await registry.change(tenant, id, { state }, { state: before.state });
  if (!isChanged) throw changedMeanwhile(id);
  return { ...before, state };
}

function enabledState(before: EndpointState, now: Date): EndpointState {
  if (before.enabled) return before;
  const disabledSince = before.disabledSince ?? before.since;
  return { enabled: true, since: now.toISOString(), disabledSince };
}

export const changedMeanwhile = (id: string): CodedError =>
  new CodedError(
    'cli.endpoint_changed',
    `endpoint '${id}' was enabled, disabled or removed by another write at the same time; this change was not saved`,
    'look at it, and try it again',
  );
