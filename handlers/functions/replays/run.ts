import { semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import { type ContinueReplayPorts, continueReplay } from '../../../shared/operations/replays/continue-replay';
import type { ReplayRuns } from '../../../shared/ports/replay-runs';

export interface RunDependencies extends ContinueReplayPorts {
  readonly runs: Pick<ReplayRuns, 'running' | 'take' | 'save'>;
}

/** Each run is paced by itself, and mostly sleeps. */
const MAX_CONCURRENT_RUNS = 10;

/** Continues every run. One that fails does not stop the others. */
export async function run(dependencies: RunDependencies, time: { remainingMs(): number }): Promise<void> {
  const { run } = semaphore(MAX_CONCURRENT_RUNS);
  const all = await dependencies.runs.running();
  await Promise.all(
    all.map((key) =>
      run(async () => {
        try {
          await continueReplay(key, time, dependencies);
        } catch (error) {
          dependencies.log.error('replay_failed', { tenant: key.tenant, run: key.id, error: describeError(error) });
        }
      }),
    ),
  );
}
