import type { Clock } from '../../ports/clock';
import type { ReplayRun, ReplayRuns, RunKey } from '../../ports/replay-runs';
import { readReplay } from './read-replay';

export interface StopReplayPorts {
  readonly runs: Pick<ReplayRuns, 'read' | 'stop'>;
  readonly clock: Clock;
}

/**
 * Stops a run; what was sent is delivered. Idempotent: a run that ended stays as it is. Up to a page of 25 notifications that
 * is being sent is sent, and not counted.
 *
 * @returns the run as it is now
 * @throws CodedError `replay.unknown_run`; errors of the ports
 */
export async function stopReplay(key: RunKey, ports: StopReplayPorts): Promise<ReplayRun> {
  await readReplay(key, ports);
  await ports.runs.stop(key, ports.clock.now().toISOString());
  return readReplay(key, ports);
}
