import type { DeliveryKey, SettleDecision, Settlement } from '../domain/delivery/claim';
import { describeError } from '../domain/kit/errors/describe-error';
import type { Parking } from '../ports/ledger';
import type { ChannelDependencies } from './channel-dependencies';
import { type Invocation, RETURN_MS } from './invocation';

export type RecordDependencies = Pick<ChannelDependencies, 'ledger' | 'log' | 'sleep' | 'random'> & Invocation;

/** Throws where the ledger fails, or the claim is no longer ours: the message comes back by itself. */
export async function recordOrReturn(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  dependencies: RecordDependencies,
): Promise<void> {
  returnSuperseded(await recordInTime(key, settlement, parking, dependencies));
}

/**
 * By now the message has been passed on, so a ledger that fails must not bring it back: that would attempt again to
 * repair a note. The lease runs out and the log line remains. Throws where the claim is no longer ours: whoever holds it
 * may hold it for this message, which must not be acknowledged under them.
 */
export async function recordPassedOn(
  key: DeliveryKey,
  settlement: Settlement,
  dependencies: RecordDependencies,
  parking?: Parking,
): Promise<void> {
  returnSuperseded(await recordInTime(key, settlement, parking, dependencies).catch(() => 'recorded' as const));
}

/** Records that the effect happened. Never brings the message back: that would repeat the effect. */
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
 * Tries again for as long as the invocation lasts, with exponential backoff and full jitter: without the record an
 * effect that happened is repeated once the claim has ended, and an attempt that failed is made before its time.
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
  if (decision === 'superseded') throw new Error('the delivery was claimed by somebody else meanwhile');
}
