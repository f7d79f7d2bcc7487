import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Endpoint } from '../../ports/endpoints';
import { type LookPorts, lookForMissed, type MissedSources } from './look-for-missed';
import { type MissedReplay, Replayed } from './replayed';

export interface ReplayMissedRequest {
  /** The endpoint in its present state. */
  readonly endpoint: Endpoint;
  /** RFC 3339, UTC: earliest time of acceptance. */
  readonly since: string;
  /** True to send nothing. */
  readonly dryRun: boolean;
}

export interface ReplayMissedPorts extends Pick<LookPorts, 'clock' | 'onFound'> {
  /** Called only for an enabled endpoint, because finding the queue and decrypting the data key cost calls. */
  openReplay(): Promise<MissedSources>;
}

/**
 * Sends an endpoint everything that it missed since a time: deliveries that are held, failed, rejected, left claimed, or
 * never begun.
 *
 * @throws CodedError `cli.endpoint_disabled`; errors of the ports
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
