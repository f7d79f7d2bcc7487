import type { Delivery } from '../../../shared/domain/delivery/claim';
import { isOrphan, RECONCILE_FAILED } from '../../../shared/domain/delivery/orphan';
import { BRING_BACK_SECONDS } from '../../../shared/domain/delivery/retry-schedule';
import { semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import type { ScanProgress, ScanProgressStore } from '../../../shared/ports/open-deliveries';
import type { Invocation } from '../../../shared/runtime/invocation';
import { type AdoptDependencies, adoptOrphan } from './adopt-orphan';

/** Pages of 1 MB that each run reads of the ledger: the budget of the scan, and so its cost. ADR 0014 has the figures. */
export const PAGES_PER_RUN = 4;
/** Minimum time between the starts of two passes: a small ledger is not read every minute. */
export const PASS_SECONDS = BRING_BACK_SECONDS;
/** Remaining run time required for another call: up to four tries of five seconds, and seven seconds between them. */
const RESERVE_MS = 28_000;
/** Each adoption has up to 256 KiB in memory, several times. */
const MAX_CONCURRENT_ADOPTIONS = 10;

export interface ReconcileDependencies extends AdoptDependencies {
  readonly progress: ScanProgressStore;
}

/**
 * Scans the next pages of the ledger for orphans: open deliveries that neither a claim, nor a parked message, nor a message
 * which may still be in its queue will finish. A crash repeats pages and skips none. Never throws: errors are logged, and
 * the next run continues at the saved progress.
 */
export async function reconcile(dependencies: ReconcileDependencies, time: Invocation): Promise<void> {
  try {
    await scanOn(dependencies, time);
  } catch (error) {
    dependencies.log.error(RECONCILE_FAILED, { error: describeError(error) });
  }
}

async function scanOn(dependencies: ReconcileDependencies, { remainingMs }: Invocation): Promise<void> {
  const { deliveries, progress, clock } = dependencies;
  const isInTime = () => remainingMs() >= RESERVE_MS;
  if (!isInTime()) return;
  const now = clock.now();
  const place = nextPlace(await progress.read(), now);
  if (place === undefined) return;
  let { after } = place;
  for (let pages = 0; pages < PAGES_PER_RUN && isInTime(); pages++) {
    const page = await deliveries.page(after, now);
    const orphans = page.deliveries.filter((delivery) => isOrphan(delivery, now, BRING_BACK_SECONDS));
    if (!(await adoptAll(orphans, isInTime, dependencies))) return;
    after = page.next;
    await progress.save({ startedAt: place.startedAt, ...(after !== undefined && { after }) });
    if (after === undefined) return;
  }
}

/** Where the scan continues; undefined while no pass is due. A start in the future, from a wrong clock, is ignored. */
function nextPlace(saved: ScanProgress | undefined, now: Date): ScanProgress | undefined {
  if (saved?.after !== undefined) return saved;
  const ageSeconds = saved ? (now.getTime() - Date.parse(saved.startedAt)) / 1000 : PASS_SECONDS;
  return ageSeconds >= 0 && ageSeconds < PASS_SECONDS ? undefined : { startedAt: now.toISOString() };
}

/** False if the time was up before all orphans were tried: the next run reads the page again. */
async function adoptAll(
  orphans: readonly Delivery[],
  isInTime: () => boolean,
  dependencies: ReconcileDependencies,
): Promise<boolean> {
  const slots = semaphore(MAX_CONCURRENT_ADOPTIONS);
  const adoptInTime = async (orphan: Delivery) => {
    if (!isInTime()) return false;
    await adoptQuietly(orphan, dependencies);
    return true;
  };
  const all = await Promise.all(orphans.map((orphan) => slots.run(() => adoptInTime(orphan))));
  return all.every(Boolean);
}

/** Logs an error and continues with the other orphans; the next pass tries again. */
async function adoptQuietly(orphan: Delivery, dependencies: ReconcileDependencies): Promise<void> {
  try {
    await adoptOrphan(orphan, dependencies);
  } catch (error) {
    const { notificationId, channel, tenant } = orphan;
    dependencies.log.error(RECONCILE_FAILED, { notificationId, channel, tenant, error: describeError(error) });
  }
}
