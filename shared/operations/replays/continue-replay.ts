import { semaphore } from '../../domain/kit/concurrency/semaphore';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { Sleep } from '../../ports/clock';
import type { ListingReader } from '../../ports/listing';
import type { Logger } from '../../ports/logger';
import type { ReplayRun, ReplayRuns, RunKey, RunLease } from '../../ports/replay-runs';
import { type Outcome, type ReplayFoundPorts, replayFound } from './replay-found';
import { rowsToReplay } from './rows-to-replay';

export interface ContinueReplayPorts extends ReplayFoundPorts {
  readonly runs: Pick<ReplayRuns, 'take' | 'save'>;
  readonly listing: ListingReader;
  readonly sleep: Sleep;
  readonly log: Logger;
}

/** Rows of a page; fewer at a low rate, so that a page does not exceed the rate by much. */
const MAX_PAGE = 25;
const MAX_CONCURRENT = 8;
/** Longer than a function that continues runs may take. */
const LEASE_MS = 60_000;
/** Remaining run time required for another page. */
const RESERVE_MS = 20_000;
/** Consecutive failures, a minute apart, after which a run ends. */
const MAX_FAILURES = 10;

/**
 * Continues a run until it is done, or the time is up. The lease excludes a second caller; each page extends it. A crash
 * repeats the last page: what it sent is attempted already, or once more and found delivered.
 */
export async function continueReplay(
  key: RunKey,
  time: { remainingMs(): number },
  ports: ContinueReplayPorts,
): Promise<void> {
  const { runs, clock, sleep, log } = ports;
  const now = () => clock.now().getTime();
  let lease = leaseOf(now());
  let run = await runs.take(key, lease, clock.now().toISOString());
  while (run !== undefined) {
    const begun = now();
    const next = await nextPage(run, ports);
    const pauseMs = Math.max(0, pauseOf(run, next) - (now() - begun));
    // Without time for the pause and another page, the lease is the pause: the next call continues after it.
    const isLast = next.status !== 'running' || next.failures > 0 || time.remainingMs() < RESERVE_MS + pauseMs;
    const held: RunLease = lease;
    lease = isLast ? { until: new Date(now() + pauseMs).toISOString() } : leaseOf(now() + pauseMs);
    const isKept = await runs.save(next, held, lease);
    log.info('replay_page', { tenant: key.tenant, run: key.id, status: next.status, kept: isKept, ...next.counts });
    if (!isKept || isLast) return;
    await sleep(pauseMs);
    run = next;
  }
}

const leaseOf = (fromMs: number): RunLease => ({ until: new Date(fromMs + LEASE_MS).toISOString() });

/** How long the deliveries of a page take at the rate. */
const pauseOf = (before: ReplayRun, { counts, ratePerSecond }: ReplayRun): number =>
  Math.ceil(((counts.sent - before.counts.sent) * 1000) / ratePerSecond);

/** The run after one page more. Never throws: a failure is counted, and ends the run at last. */
async function nextPage(run: ReplayRun, ports: ContinueReplayPorts): Promise<ReplayRun> {
  const updatedAt = ports.clock.now().toISOString();
  try {
    const { rows, next } = await rowsToReplay(
      run.filter,
      run.position,
      Math.min(MAX_PAGE, run.ratePerSecond),
      ports.listing,
    );
    const ids = [...new Set(rows.map(({ id }) => id))];
    const slots = semaphore(MAX_CONCURRENT);
    const outcomes = await Promise.all(ids.map((id) => slots.run(() => replayFound(id, run.filter, ports))));
    const done = { ...run, updatedAt, counts: countsOf(run, outcomes), failures: 0 };
    return next === undefined ? { ...done, status: 'done' } : { ...done, position: next };
  } catch (error) {
    const reason = describeError(error);
    ports.log.error('replay_failed', { tenant: run.filter.tenant, run: run.id, error: reason });
    const failures = run.failures + 1;
    return { ...run, updatedAt, reason, failures, ...(failures >= MAX_FAILURES && { status: 'failed' as const }) };
  }
}

const countsOf = ({ counts: { found, sent, skipped, failed } }: ReplayRun, outcomes: readonly Outcome[]) => ({
  found: found + outcomes.length,
  sent: sent + outcomes.reduce((sum, one) => sum + one.sent, 0),
  skipped: skipped + outcomes.filter((one) => one.sent + one.failed === 0).length,
  failed: failed + outcomes.reduce((sum, one) => sum + one.failed, 0),
});
