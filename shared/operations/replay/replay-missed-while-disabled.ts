import { earlier, KNOWN_AFTER_SECONDS, missedFrom } from '../../domain/webhook/missed-while-disabled';
import type { Sleep } from '../../ports/clock';
import type { Endpoint } from '../../ports/endpoints';
import { type LookPorts, lookForMissed } from './look-for-missed';
import { type MissedReplay, Replayed } from './replayed';

/**
 * Look-back of the second pass in a ledger that is too large to scan: a notification that was fanned out before every
 * function knew that the endpoint is enabled may have been accepted earlier, by a clock that is behind.
 */
const LATE_SECONDS = 3_600;

export interface ReplayMissedWhileDisabledRequest {
  /** The endpoint after it was enabled. */
  readonly endpoint: Endpoint;
}

export interface ReplayMissedWhileDisabledPorts extends LookPorts {
  readonly sleep: Sleep;
  /** Called before the wait for the second pass. */
  onWait(seconds: number): void;
}

/**
 * Sends an endpoint that was just enabled its held deliveries, and notifications that were fanned out without it, since
 * it was first disabled. Failed and rejected deliveries, and notifications of types that the endpoint wants only since
 * later (`mayHaveMissed`), are left to `replayMissed`. A second pass, a minute later, finds notifications that came
 * while functions still had the endpoint cached as disabled, and those that the audit chain lists only then. Idempotent.
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
