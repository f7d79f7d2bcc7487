import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { LedgerReader, ParkedDeliveries } from '../ports/ledger';
import { type SweepDependencies, sweep } from '../runtime/sweep';
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

/** Empties the queue, and as long as anything waits in the ledger, goes to when it is due and sweeps it back. */
export async function drain({ queue, clock, ledger, handler, ids, restart, ...sweeping }: DrainOptions): Promise<void> {
  await queue.drain(handler);
  for (let due = await nextDue(ledger, ids); due !== undefined; due = await nextDue(ledger, ids)) {
    if (due > clock.now()) clock.set(due);
    restart?.();
    await sweep({ ...sweeping, clock }, { remainingMs: () => 60_000 });
    await queue.drain(handler);
  }
}

/** When the first of what waits in the ledger is due. */
async function nextDue(ledger: LedgerReader, ids: readonly string[]): Promise<Date | undefined> {
  const histories = await Promise.all(ids.map((id) => ledger.history(id)));
  const [first] = histories.flatMap(({ deliveries }) => deliveries.flatMap(({ dueAt }) => dueAt ?? [])).toSorted();
  return first === undefined ? undefined : new Date(first);
}
