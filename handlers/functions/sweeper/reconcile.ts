import type { Delivery } from '../../../shared/domain/delivery/claim';
import { isOrphan, RECONCILE_FAILED } from '../../../shared/domain/delivery/orphan';
import { BRING_BACK_SECONDS } from '../../../shared/domain/delivery/retry-schedule';
import { semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import type { ScanProgress, ScanProgressStore } from '../../../shared/ports/open-deliveries';
import type { Invocation } from '../../../shared/runtime/invocation';
import { type AdoptDependencies, adoptOrphan } from './adopt-orphan';

/** Megabytes of the ledger that are read in each run: the budget of the scan, and so its price. ADR 0014 has the figures. */
export const PAGES_PER_RUN = 4;
/** A pass begins this long after the one before began, at the earliest: a small ledger is not read every minute. */
export const PASS_SECONDS = BRING_BACK_SECONDS;
/** What must be left of the function's time for another call: the SDK tries one three times, of five seconds each. */
const RESERVE_MS = 25_000;
/** Each has up to 256 KiB in memory, several times over. */
const ADOPTIONS_AT_ONCE = 10;

export interface ReconcileDependencies extends AdoptDependencies {
  readonly progress: ScanProgressStore;
}

/**
 * Looks for orphans in the next pages of the ledger: deliveries that are open, and that neither a claim, nor a parked
 * message, nor a message which may still be in its queue will finish. A crash repeats pages and skips none. Never throws:
 * an error is logged, and the next run begins where this one stopped.
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

/** Undefined while no pass is due. One that began in the future was begun by a clock that is wrong. */
function nextPlace(saved: ScanProgress | undefined, now: Date): ScanProgress | undefined {
  if (saved?.after !== undefined) return saved;
  const ageSeconds = saved ? (now.getTime() - Date.parse(saved.startedAt)) / 1000 : PASS_SECONDS;
  return ageSeconds >= 0 && ageSeconds < PASS_SECONDS ? undefined : { startedAt: now.toISOString() };
}

/** False where the time was up before all were looked at: the next run reads the page again, and finds the others. */
async function adoptAll(
  orphans: readonly Delivery[],
  isInTime: () => boolean,
  dependencies: ReconcileDependencies,
): Promise<boolean> {
  const slots = semaphore(ADOPTIONS_AT_ONCE);
  const adoptInTime = async (orphan: Delivery) => {
    if (!isInTime()) return false;
    await adoptQuietly(orphan, dependencies);
    return true;
  };
  const all = await Promise.all(orphans.map((orphan) => slots.run(() => adoptInTime(orphan))));
  return all.every(Boolean);
}

/** One that fails must not keep the scan from all others: the next pass meets it again. */
async function adoptQuietly(orphan: Delivery, dependencies: ReconcileDependencies): Promise<void> {
  try {
    await adoptOrphan(orphan, dependencies);
  } catch (error) {
    const { notificationId, channel, tenant } = orphan;
    dependencies.log.error(RECONCILE_FAILED, { notificationId, channel, tenant, error: describeError(error) });
  }
}
