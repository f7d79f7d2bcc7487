import { ulid } from 'ulid';
import type { ReplayRun, ReplayRuns } from '../ports/replay-runs';
import { aTenant } from './factories';

export const aRun = (overrides: Partial<ReplayRun> = {}): ReplayRun => ({
  id: ulid(),
  filter: { tenant: aTenant(), state: 'failed', until: '2026-11-23T09:30:00.000Z' },
  ratePerSecond: 10,
  status: 'running',
  counts: { found: 0, sent: 0, skipped: 0, failed: 0 },
  begunAt: '2026-11-23T09:30:00.000Z',
  updatedAt: '2099-11-23T09:30:00.000Z',
  failures: 0,
  ...overrides,
});

const [NOW, LATER, LAST] = ['2026-11-23T09:30:00.000Z', '2026-11-23T09:31:00.000Z', '2026-11-23T09:32:00.000Z'];
const lease = (until: string) => ({ until });

/** Contract of every store of runs. Uses its own tenants, so that a table may be shared. */
export function describeReplayRunsContract(name: string, makeRuns: () => ReplayRuns): void {
  const begun = async () => {
    const [runs, run] = [makeRuns(), aRun()];
    await runs.begin(run);
    const key = { tenant: run.filter.tenant, id: run.id };
    const isRunning = async () => (await runs.running()).some(({ id }) => id === run.id);
    return { runs, run, key, isRunning };
  };

  describe(`${name}, as runs of replays`, () => {
    it('are read by tenant and id, and are unknown to another tenant', async () => {
      const { runs, run, key, isRunning } = await begun();
      expect(await runs.read(key)).toEqual(run);
      expect(await runs.read({ ...key, tenant: aTenant() })).toBeUndefined();
      expect(await isRunning()).toBe(true);
    });

    it('are taken by one caller at a time, and by another once the lease is over', async () => {
      const { runs, run, key } = await begun();
      const taken = await Promise.all([1, 2, 3].map(() => runs.take(key, lease(LATER), NOW)));
      expect(taken.filter((one) => one !== undefined)).toEqual([run]);
      expect(await runs.take(key, lease(LAST), NOW)).toBeUndefined();
      expect(await runs.take(key, lease(LAST), LATER)).toEqual(run);
    });

    it('keep progress of the caller that holds the lease, and of no other', async () => {
      const { runs, run, key } = await begun();
      await runs.take(key, lease(LATER), NOW);
      const progress = { ...run, position: 'x', counts: { found: 3, sent: 2, skipped: 1, failed: 0 } };
      expect(await runs.save(progress, lease(LAST), lease(LAST))).toBe(false);
      expect(await runs.save(progress, lease(LATER), lease(LAST))).toBe(true);
      expect(await runs.save(run, lease(LATER), lease(LAST))).toBe(false);
      expect(await runs.read(key)).toEqual(progress);
    });

    it('are not running once they are done or stopped, and no progress of them is kept', async () => {
      const { runs, run, key, isRunning } = await begun();
      await runs.take(key, lease(LATER), NOW);
      expect(await runs.stop(key, LATER)).toBe(true);
      expect(await runs.save(run, lease(LATER), lease(LAST))).toBe(false);
      expect(await runs.read(key)).toEqual({ ...run, status: 'stopped', updatedAt: LATER });
      expect([await isRunning(), await runs.stop(key, LAST), await runs.take(key, lease(LAST), LAST)]).toEqual([
        false,
        false,
        undefined,
      ]);
      const other = await begun();
      await other.runs.take(other.key, lease(LATER), NOW);
      expect(await other.runs.save({ ...other.run, status: 'done' }, lease(LATER), lease(LAST))).toBe(true);
      expect([await other.isRunning(), await other.runs.stop(other.key, LAST)]).toEqual([false, false]);
    });

    it('of no id cannot be stopped or taken', async () => {
      const [runs, key] = [makeRuns(), { tenant: aTenant(), id: ulid() }];
      expect([await runs.stop(key, NOW), await runs.take(key, lease(LATER), NOW)]).toEqual([false, undefined]);
    });
  });
}
