import { attemptedAfter, type DeliveryKey, isDone, type Settlement } from '../../domain/delivery/claim';
import type { Claim, Parking } from '../../ports/ledger';
import { deliveryItemKey, expiry, type LedgerTable, TTL_ATTRIBUTE } from './ledger-items';
import { insertStatement, type WriteStatement } from './write-statements';

/**
 * The first claim of a delivery, if there is no item of it. Inserts what `claimUpdate` would. An insert that is refused
 * costs as many write units as the item has, and a parked message may be large: so none for a delivery whose message
 * waited for its turn or came back.
 *
 * @see Amazon DynamoDB Developer Guide, "Working with items", on the capacity of conditional writes
 */
export function claimStatement(key: DeliveryKey, claim: Claim, table: LedgerTable): WriteStatement | undefined {
  const { attempt, redrive, digest, leaseUntil, now, mayExist } = claim;
  if (attempt !== 1 || redrive !== undefined || mayExist) return undefined;
  const item = {
    ...deliveryItemKey(key),
    ...key,
    state: 'claimed',
    leaseUntil,
    attempted: 0,
    [TTL_ATTRIBUTE]: expiry(now, table.retentionDays),
    ...(digest !== undefined && { digest }),
  };
  return insertStatement(table.tableName, item);
}

/**
 * The result of an attempt whose effect happened, if the delivery is as `claimStatement` left it. Writes what `settleUpdate`
 * would. PartiQL has no `if_not_exists`, so a delivery that has attempts already is left to `settleUpdate`.
 */
export function settleStatement(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  { tableName }: LedgerTable,
): WriteStatement | undefined {
  const { state, n, attempt, lease, notBefore } = settlement;
  if (!isDone(state) || n !== 1 || !attempt || parking || notBefore !== undefined) return undefined;
  const { pk, sk } = deliveryItemKey(key);
  const text = `UPDATE "${tableName}" SET "state" = ? SET "attempted" = ? SET "attempts" = ? REMOVE "leaseUntil"
    WHERE "pk" = ? AND "sk" = ? AND "state" = 'claimed' AND "leaseUntil" = ? AND ${UNTOUCHED}`;
  return { key: { pk, sk }, text, values: [state, attemptedAfter(settlement), [attempt], pk, sk, lease] };
}

const UNTOUCHED = ['attempts', 'feedback', 'notBefore', 'dueAt'].map((name) => `"${name}" IS MISSING`).join(' AND ');
