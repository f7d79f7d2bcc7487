import type { ReplayRun } from '../../../../shared/ports/replay-runs';

/** A replay without what only the function `replays` needs. */
export const runDocument = ({ position: _, failures: __, ...run }: ReplayRun) => run;
