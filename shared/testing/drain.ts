import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { LedgerReader, ParkedDeliveries } from '../ports/ledger';
import { sweep } from '../runtime/sweep/sweep';
import type { SweepDependencies } from '../runtime/sweep/sweep-dependencies';
import type { SimulatedQueue } from './simulated-queue';
import type { TestClock } from './test-clock';

export interface DrainOptions extends SweepDependencies {
  readonly queue: SimulatedQueue;
  readonly clock: TestClock;
  readonly ledger: LedgerReader & ParkedDeliveries;
  readonly handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
  /** Ids of the notifications to wait for. */
  readonly ids: readonly string[];
  /** Starts a new process. */
  readonly restart?: () => void;
}

/** More than any schedule needs: a message that is parked again and again would never end. */
const MAX_SWEEPS = 1_000;

/**
 * Drains the queue; while a delivery is parked, moves the clock to its due time and sweeps.
 *
 * @throws Error if a delivery is still parked after 1,000 sweeps
 */
export async function drain({ queue, clock, ledger, handler, ids, restart, ...sweeping }: DrainOptions): Promise<void> {
  await queue.drain(handler);
  let sweeps = 0;
  for (let due = await nextDue(ledger, ids); due !== undefined; due = await nextDue(ledger, ids)) {
    if (++sweeps > MAX_SWEEPS) throw new Error(`Something still waits in the ledger after ${MAX_SWEEPS} sweeps.`);
    if (due > clock.now()) clock.set(due);
    restart?.();
    await sweep({ ...sweeping, clock }, { remainingMs: () => 60_000 });
    await queue.drain(handler);
  }
}

/** Due time of the first parked delivery. */
async function nextDue(ledger: Pick<LedgerReader, 'history'>, ids: readonly string[]): Promise<Date | undefined> {
  const histories = await Promise.all(ids.map((id) => ledger.history(id)));
  const [first] = histories.flatMap(({ deliveries }) => deliveries.flatMap(({ dueAt }) => dueAt ?? [])).toSorted();
  return first === undefined ? undefined : new Date(first);
}
