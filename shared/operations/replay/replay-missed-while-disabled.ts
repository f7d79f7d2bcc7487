import { earlier, KNOWN_AFTER_SECONDS, missedFrom } from '../../domain/webhook/missed-while-disabled';
import type { Sleep } from '../../ports/clock';
import type { Endpoint } from '../../ports/endpoints';
import { type LookPorts, lookForMissed } from './look-for-missed';
import { type MissedReplay, Replayed } from './replayed';

/**
 * What is fanned out until every function knows that it is enabled may have been accepted earlier, and by a clock that is
 * behind this one. The second look goes no further back in a ledger that is too large to be walked through.
 */
const LATE_SECONDS = 3_600;

export interface ReplayMissedWhileDisabledRequest {
  /** As it is since it was enabled. */
  readonly endpoint: Endpoint;
}

export interface ReplayMissedWhileDisabledPorts extends LookPorts {
  readonly sleep: Sleep;
  /** Called before the wait for the second look. */
  onWait(seconds: number): void;
}

/**
 * Sends an endpoint that was enabled just now what was held and what it was not counted in for, since it was disabled for
 * the first time. What failed or was rejected, and what its types did not name yet when it was accepted (`mayHaveMissed`),
 * only `replayMissed` sends. What comes while functions still take it for disabled is found by a second look, a minute
 * later, and so is what the audit chain lists only then. May be repeated.
 */
export async function replayMissedWhileDisabled(
  { endpoint }: ReplayMissedWhileDisabledRequest,
  ports: ReplayMissedWhileDisabledPorts,
): Promise<MissedReplay> {
  const replayed = new Replayed(endpoint, earlier(ports.clock.now().toISOString(), LATE_SECONDS));
  const [since, until] = [missedFrom(endpoint), earlier(endpoint.state.since, -KNOWN_AFTER_SECONDS)];
  const look = () => lookForMissed({ since, until, dryRun: false }, ports, replayed);
  await look();
  if (replayed.leftSince !== undefined) return replayed.result();
  ports.onWait(KNOWN_AFTER_SECONDS);
  await ports.sleep(KNOWN_AFTER_SECONDS * 1000);
  await look();
  return replayed.result();
}
