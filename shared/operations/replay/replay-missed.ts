import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Endpoint } from '../../ports/endpoints';
import { type LookPorts, lookForMissed, type MissedSources } from './look-for-missed';
import { type MissedReplay, Replayed } from './replayed';

export interface ReplayMissedRequest {
  /** As it is now. */
  readonly endpoint: Endpoint;
  /** RFC 3339, UTC: what was accepted from then on. */
  readonly since: string;
  /** Nothing is sent. */
  readonly dryRun: boolean;
}

export interface ReplayMissedPorts extends Pick<LookPorts, 'clock' | 'onFound'> {
  /** Opened only for an endpoint that is enabled: finding the queue and opening the data key cost calls. */
  openReplay(): Promise<MissedSources>;
}

/**
 * Sends an endpoint everything that it missed since a moment: held, failed, rejected, left claimed, or never begun.
 *
 * @throws CodedError `cli.endpoint_disabled`; as the ports do
 */
export async function replayMissed(
  { endpoint, since, dryRun }: ReplayMissedRequest,
  { openReplay, clock, onFound }: ReplayMissedPorts,
): Promise<MissedReplay> {
  if (!endpoint.state.enabled) throw disabled(endpoint);
  const replayed = new Replayed(endpoint);
  const ports = { ...(await openReplay()), clock, onFound };
  await lookForMissed({ since, dryRun, everything: true }, ports, replayed);
  return replayed.result();
}

const disabled = ({ id, tenant, state }: Endpoint): CodedError =>
  new CodedError(
    'cli.endpoint_disabled',
    `endpoint '${id}' is disabled since ${state.since}: ${state.reason ?? 'no reason is given'}; nothing was sent`,
    `enable endpoint ${id} of tenant ${tenant}, and replay what it missed while it was disabled`,
  );
