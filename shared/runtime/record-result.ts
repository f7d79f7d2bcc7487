import type { DeliveryKey, SettleDecision, Settlement } from '../domain/delivery/claim';
import { describeError } from '../domain/kit/errors/describe-error';
import type { Parking } from '../ports/ledger';
import type { ChannelDependencies } from './channel-dependencies';
import { type Invocation, RETURN_MS } from './invocation';

export type RecordDependencies = Pick<ChannelDependencies, 'ledger' | 'log' | 'sleep' | 'random'> & Invocation;

/**
 * Records a result. Throws if the ledger fails, or if another worker has taken the claim over: then SQS hands the
 * message out again.
 */
export async function recordOrReturn(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  dependencies: RecordDependencies,
): Promise<void> {
  returnSuperseded(await recordInTime(key, settlement, parking, dependencies));
}

/**
 * Records a result after the message was passed on. A ledger failure must not return the message to the queue: that
 * would make another attempt only to repair a record. The lease expires, and the log has the failure. Throws if another
 * worker has taken the claim over: it may hold the claim for this same message, which must not be acknowledged then.
 */
export async function recordPassedOn(
  key: DeliveryKey,
  settlement: Settlement,
  dependencies: RecordDependencies,
  parking?: Parking,
): Promise<void> {
  returnSuperseded(await recordInTime(key, settlement, parking, dependencies).catch(() => 'recorded' as const));
}

/** Records that the effect happened. Never returns the message to the queue: that would repeat the effect. */
export async function recordDone(
  key: DeliveryKey,
  settlement: Settlement,
  dependencies: RecordDependencies,
): Promise<void> {
  await recordInTime(key, settlement, undefined, dependencies).catch(() => undefined);
}

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
const MAX_TRIES = 10;

/**
 * Retries until the invocation ends, with exponential backoff and full jitter. Without the record, an effect that
 * happened is repeated once the lease has ended, and a failed attempt is retried before its time.
 */
async function recordInTime(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  { ledger, log, sleep, random, remainingMs }: RecordDependencies,
): Promise<SettleDecision> {
  for (let [tries, pauseMs] = [1, FIRST_PAUSE_MS]; ; tries++) {
    try {
      return await ledger.settle(key, settlement, parking);
    } catch (error) {
      const { notificationId, channel, tenant } = key;
      const { state } = settlement;
      log.error('bookkeeping_failed', { notificationId, channel, tenant, state, error: describeError(error) });
      if (tries === MAX_TRIES || remainingMs() < RETURN_MS + pauseMs) throw error;
    }
    await sleep(random() * pauseMs);
    pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
  }
}

function returnSuperseded(decision: SettleDecision): void {
  if (decision === 'superseded') throw new Error('another worker has claimed the delivery since');
}
