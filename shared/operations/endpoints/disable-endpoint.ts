import { CodedError } from '../../domain/kit/errors/coded-error';
import { disabledAfter, type EndpointState } from '../../ports/endpoints';
import { changedMeanwhile, type SwitchPorts } from './enable-endpoint';
import { findEndpoint } from './find-endpoint';

export interface DisableEndpointRequest {
  readonly tenant: string;
  readonly id: string;
  /** For people: 1 to 200 characters. @default by an operator, or the one that it has */
  readonly reason?: string;
}

export interface DisabledEndpoint {
  readonly state: EndpointState;
  /** Its state until then; `state` itself where nothing was changed. */
  readonly before: EndpointState;
}

const MAX_REASON_LENGTH = 200;
const NO_REASON = 'by an operator';

/**
 * Disables an endpoint. One that is disabled already keeps its time, and its reason unless another is given: it may say
 * that the endpoint is gone, or has failed for days.
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
