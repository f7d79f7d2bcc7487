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
  /** Notifications that are looked after. */
  readonly ids: readonly string[];
  /** A new process begins. */
  readonly restart?: () => void;
}

/** More than any schedule has: what is set aside again and again would wait for ever. */
const MAX_SWEEPS = 1_000;

/**
 * Empties the queue, and as long as anything waits in the ledger, goes to when it is due and sweeps it back.
 *
 * @throws Error if something still waits after 1,000 sweeps
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

/** When the first of what waits in the ledger is due. */
async function nextDue(ledger: Pick<LedgerReader, 'history'>, ids: readonly string[]): Promise<Date | undefined> {
  const histories = await Promise.all(ids.map((id) => ledger.history(id)));
  const [first] = histories.flatMap(({ deliveries }) => deliveries.flatMap(({ dueAt }) => dueAt ?? [])).toSorted();
  return first === undefined ? undefined : new Date(first);
}
