import { type Delivery, isFinal } from './claim';

/**
 * Since when nobody is known to come back for a delivery: RFC 3339, UTC, and in the future while somebody is. Undefined
 * for what is final.
 *
 * A message in SQS may still be on its way: it leaves no trace in the ledger. So a delivery counts as an orphan only a
 * while after this moment.
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

/** @param graceSeconds how long its message may still be on its way */
export function isOrphan(delivery: Delivery, now: Date, graceSeconds: number): boolean {
  const since = orphanedSince(delivery);
  return since !== undefined && (since === '' || Date.parse(since) + graceSeconds * 1000 <= now.getTime());
}

/** The `event` of the log line for an orphan whose message was made again. The stack counts these lines. */
export const ORPHAN_ADOPTED = 'orphan_adopted';
/** The same for an orphan whose message cannot be made again. */
export const ORPHAN_UNRECOVERABLE = 'orphan_unrecoverable';
/** The scan for orphans could not read or write the ledger. */
export const RECONCILE_FAILED = 'reconcile_failed';
