import type { ReplayRun, ReplayRuns, RunKey } from '../ports/replay-runs';

export function memoryReplayRuns(): ReplayRuns {
  const runs = new Map<string, { readonly run: ReplayRun; readonly leaseUntil: string }>();
  const nameOf = ({ tenant, id }: RunKey): string => `${tenant} ${id}`;
  const keyOf = ({ id, filter: { tenant } }: ReplayRun): RunKey => ({ tenant, id });
  const isRunning = (key: RunKey): boolean => runs.get(nameOf(key))?.run.status === 'running';
  return {
    begin: async (run) => void runs.set(nameOf(keyOf(run)), { run, leaseUntil: '' }),
    read: async (key) => runs.get(nameOf(key))?.run,
    running: async () =>
      [...runs.values()]
        .map(({ run }) => keyOf(run))
        .filter(isRunning)
        .toSorted((left, right) => (left.id < right.id ? -1 : 1)),
    take: async (key, { until }, now) => {
      const known = runs.get(nameOf(key));
      if (known === undefined || !isRunning(key) || known.leaseUntil > now) return undefined;
      runs.set(nameOf(key), { ...known, leaseUntil: until });
      return known.run;
    },
    save: async (run, held, next) => {
      const key = keyOf(run);
      if (!isRunning(key) || runs.get(nameOf(key))?.leaseUntil !== held.until) return false;
      runs.set(nameOf(key), { run, leaseUntil: next.until });
      return true;
    },
    stop: async (key, now) => {
      const known = runs.get(nameOf(key));
      if (known === undefined || !isRunning(key)) return false;
      runs.set(nameOf(key), { ...known, run: { ...known.run, status: 'stopped', updatedAt: now } });
      return true;
    },
  };
}
