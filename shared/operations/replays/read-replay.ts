import { CodedError } from '../../domain/kit/errors/coded-error';
import { isNotificationId } from '../../domain/notification/notification-id';
import type { ReplayRun, ReplayRuns, RunKey } from '../../ports/replay-runs';

export interface ReadReplayPorts {
  readonly runs: Pick<ReplayRuns, 'read'>;
}

/**
 * A run and its progress, for 30 days after it ended.
 *
 * @throws CodedError `replay.unknown_run`; errors of the port
 */
export async function readReplay({ tenant, id }: RunKey, { runs }: ReadReplayPorts): Promise<ReplayRun> {
  const run = isNotificationId(id) ? await runs.read({ tenant, id }) : undefined;
  if (run !== undefined) return run;
  throw new CodedError(
    'replay.unknown_run',
    `tenant '${tenant}' has no replay '${id}'`,
    'take the id that the replay began with; a replay can be read for 30 days',
  );
}
