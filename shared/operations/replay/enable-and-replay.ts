import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Endpoint } from '../../ports/endpoints';
import { type EnableEndpointRequest, type SwitchPorts, switchOn } from '../endpoints/enable-endpoint';
import { findEndpoint } from '../endpoints/find-endpoint';
import type { MissedSources } from './look-for-missed';
import { type ReplayMissedWhileDisabledPorts, replayMissedWhileDisabled } from './replay-missed-while-disabled';
import type { MissedReplay } from './replayed';

export interface EnableAndReplayPorts
  extends SwitchPorts,
    Pick<ReplayMissedWhileDisabledPorts, 'clock' | 'sleep' | 'onFound' | 'onWait'> {
  /** Called before the endpoint is enabled: if finding the queue or opening the data key fails, nothing has changed. */
  openReplay(): Promise<MissedSources>;
  /** Called once the endpoint is enabled, before anything is sent to it. */
  onEnabled(endpoint: Endpoint): void;
}

export interface EnabledAndReplayed {
  /** As enabled. */
  readonly endpoint: Endpoint;
  readonly replayed: MissedReplay;
}

/**
 * Enables an endpoint and sends it what it missed while it was disabled. Idempotent: a repetition, also for an endpoint
 * that is enabled by now, sends only what is still missing.
 *
 * @throws CodedError `cli.unknown_endpoint`; `cli.endpoint_enabled` if it was never disabled; `cli.endpoint_changed`; as
 *   the ports do
 */
export async function enableAndReplay(
  { tenant, id }: EnableEndpointRequest,
  { openReplay, onEnabled, ...ports }: EnableAndReplayPorts,
): Promise<EnabledAndReplayed> {
  const before = await findEndpoint(tenant, id, ports.registry);
  if (before.state.enabled && before.state.disabledSince === undefined) throw neverDisabled(before);
  const sources = await openReplay();
  const endpoint = await switchOn(before, ports);
  onEnabled(endpoint);
  const replayed = await replayMissedWhileDisabled({ endpoint }, { ...ports, ...sources });
  return { endpoint, replayed };
}

const neverDisabled = ({ id, state }: Endpoint): CodedError =>
  new CodedError(
    'cli.endpoint_enabled',
    `endpoint '${id}' was not disabled, it is enabled since ${state.since}; nothing was sent`,
    'replay what it missed since a time that you name',
  );
