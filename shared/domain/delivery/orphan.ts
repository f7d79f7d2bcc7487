import { type Delivery, isFinal } from './claim';

/**
 * Since when no worker or message is known that would finish the delivery: RFC 3339, UTC; in the future while there is
 * one. Undefined for a final delivery.
 *
 * A message in SQS leaves no trace in the ledger, so a delivery counts as an orphan only some time after this moment.
 */
export function orphanedSince({ state, leaseUntil, dueAt, attempts }: Delivery): string | undefined {
  if (isFinal(state)) return undefined;
  const known = [state === 'claimed' ? leaseUntil : undefined, dueAt, attempts?.at(-1)?.at];
  return (
    known
      .filter((moment) => moment !== undefined)
      .toSorted()
      .at(-1) ?? ''
  );
}

/** @param graceSeconds how long its message may still be in SQS */
export function isOrphan(delivery: Delivery, now: Date, graceSeconds: number): boolean {
  const since = orphanedSince(delivery);
  return since !== undefined && (since === '' || Date.parse(since) + graceSeconds * 1000 <= now.getTime());
}

/** The `event` of the log line for an orphan whose message was sent again. The stack counts these lines. */
export const ORPHAN_ADOPTED = 'orphan_adopted';
/** The same for an orphan whose message cannot be made again. */
export const ORPHAN_UNRECOVERABLE = 'orphan_unrecoverable';
/** The scan for orphans could not read or write the ledger. */
export const RECONCILE_FAILED = 'reconcile_failed';
