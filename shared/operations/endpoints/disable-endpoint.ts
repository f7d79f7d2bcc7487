import { CodedError } from '../../domain/kit/errors/coded-error';
import { disabledAfter, type EndpointState } from '../../ports/endpoints';
import { changedMeanwhile, type SwitchPorts } from './enable-endpoint';
import { findEndpoint } from './find-endpoint';

export interface DisableEndpointRequest {
  readonly tenant: string;
  readonly id: string;
  /** Human-readable, 1 to 200 characters. @default the present reason of a disabled endpoint, else `by an operator` */
  readonly reason?: string;
}

export interface DisabledEndpoint {
  readonly state: EndpointState;
  /** The previous state; identical to `state` if nothing was changed. */
  readonly before: EndpointState;
}

const MAX_REASON_LENGTH = 200;
const NO_REASON = 'by an operator';

/**
 * Disables an endpoint. An endpoint that is already disabled keeps its time, and its reason unless a new one is given: the
 * old reason may be important, such as a 410 or days of failures.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.reason_malformed`, `cli.endpoint_changed`
 */
export async function disableEndpoint(request: DisableEndpointRequest, ports: SwitchPorts): Promise<DisabledEndpoint> {
  const { tenant, id } = request;
  const { registry, clock } = ports;
  const reason = readReason(request);
  const { state: before } = await findEndpoint(tenant, id, registry);
  const state = disabledState(before, reason, clock.now());
  const isChanged = state === before || (await registry.change(tenant, id, { state }, { state: before }));
  if (!isChanged) throw changedMeanwhile(id);
  return { state, before };
}

function disabledState(before: EndpointState, reason: string | undefined, now: Date): EndpointState {
  if (before.enabled) return disabledAfter(before, reason ?? NO_REASON, now.toISOString());
  return reason === undefined ? before : { ...before, reason };
}

/** @throws CodedError `cli.reason_malformed` */
function readReason({ reason: given }: DisableEndpointRequest): string | undefined {
  const reason = given?.trim();
  if (reason === undefined || (reason !== '' && reason.length <= MAX_REASON_LENGTH)) return reason;
  throw new CodedError(
    'cli.reason_malformed',
    `the reason has ${reason.length} characters, allowed are 1 to ${MAX_REASON_LENGTH}`,
    'say in a line why the endpoint gets nothing',
  );
}
