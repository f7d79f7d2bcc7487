import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { disabledAfter, type Endpoint, type EndpointState } from '../../../shared/ports/endpoints';
import type { DisableOptions, TenantOptions } from '../options';
import type { Desk } from './desk';
import { findEndpoint } from './find-endpoint';
import { stateText } from './show-endpoint';

type SwitchDesk = Pick<Desk, 'registry' | 'terminal'>;

const MAX_REASON_LENGTH = 200;
const NO_REASON = 'by an operator';

/**
 * Disables an endpoint. One that is disabled already keeps its time, and its reason unless another is given: it may say
 * that the endpoint is gone, or has failed for days.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.reason_malformed`, `cli.endpoint_changed`
 */
export async function disableEndpoint(id: string, options: DisableOptions, desk: SwitchDesk): Promise<void> {
  const { registry, terminal } = desk;
  const reason = readReason(options);
  const { state: before } = await findEndpoint(options.tenant, id, registry);
  const state = disabledState(before, reason, desk);
  const isChanged = state === before || (await registry.change(options.tenant, id, { state }, { state: before }));
  if (!isChanged) throw changedMeanwhile(id);
  terminal.print((options.json ? jsonDisabled : formatDisabled)(id, options.tenant, state, before));
}

function disabledState(before: EndpointState, reason: string | undefined, desk: SwitchDesk): EndpointState {
  if (before.enabled) return disabledAfter(before, reason ?? NO_REASON, since(desk));
  return reason === undefined ? before : { ...before, reason };
}

function formatDisabled(id: string, tenant: string, state: EndpointState, before: EndpointState): string {
  const line = `${id} of tenant ${tenant} is ${stateText(state)}`;
  if (before.enabled) return line;
  const end = state === before ? '--reason gives it another reason' : `its reason was: ${before.reason ?? 'none'}`;
  return `${line}\nit was disabled already, since ${before.since}; ${end}`;
}

const jsonDisabled = (id: string, tenant: string, state: EndpointState, before: EndpointState): string =>
  JSON.stringify({ id, tenant, state, wasDisabled: !before.enabled });

/** @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_changed` */
export async function enableEndpoint(id: string, { tenant, json }: TenantOptions, desk: SwitchDesk): Promise<void> {
  const { state } = await switchOn(await findEndpoint(tenant, id, desk.registry), desk);
  if (json) return desk.terminal.print(JSON.stringify({ id, tenant, state }));
  desk.terminal.print(`${id} of tenant ${tenant} is ${stateText(state)}`);
  if (state.disabledSince !== undefined)
    desk.terminal.print(
      `what it missed since ${state.disabledSince} is held until it is sent: \`endpoints enable --replay\` sends what was not`,
    );
}

/**
 * Enables it, and forgets its failures: it begins anew. One that is enabled keeps its time.
 *
 * @throws CodedError `cli.endpoint_changed`
 */
export async function switchOn(before: Endpoint, desk: SwitchDesk): Promise<Endpoint> {
  const { id, tenant } = before;
  const state = enabledState(before.state, desk);
  const isChanged = await desk.registry.change(tenant, id, { state }, { state: before.state });
  if (!isChanged) throw changedMeanwhile(id);
  return { ...before, state };
}

function enabledState(before: EndpointState, desk: SwitchDesk): EndpointState {
  if (before.enabled) return before;
  const lastDisabled = before.since;
  return { enabled: true, since: since(desk), disabledSince: before.disabledSince ?? lastDisabled, lastDisabled };
}

const since = ({ terminal }: SwitchDesk): string => terminal.clock.now().toISOString();

/** @throws CodedError `cli.reason_malformed` */
function readReason({ reason: given }: DisableOptions): string | undefined {
  const reason = given?.trim();
  if (reason === undefined || (reason !== '' && reason.length <= MAX_REASON_LENGTH)) return reason;
  throw new CodedError(
    'cli.reason_malformed',
    `the reason has ${reason.length} characters, allowed are 1 to ${MAX_REASON_LENGTH}`,
    'say in a line why the endpoint gets nothing',
  );
}

const changedMeanwhile = (id: string): CodedError =>
  new CodedError(
    'cli.endpoint_changed',
    `endpoint '${id}' was enabled, disabled or removed by somebody else meanwhile, and is left as it is`,
    'look at it with `npx carillon endpoints list --tenant <tenant>`, and try it again',
  );
