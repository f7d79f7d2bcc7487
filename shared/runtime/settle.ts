import type { DeliveryKey, SettleDecision, Settlement } from '../domain/delivery/claim';
import type { Parking } from '../ports/ledger';
import { describe } from './attempt-delivery';
import type { ConcludeDependencies } from './conclude';
import { RETURN_MS } from './failures-in-time';

type SettleDependencies = Pick<ConcludeDependencies, 'ledger' | 'log' | 'sleep' | 'random'>;

/** Throws where the ledger fails, or the claim is no longer ours: the message comes back by itself. */
export async function settleOrReturn(
  key: DeliveryKey,
  settlement: Settlement,
  parking: Parking | undefined,
  { ledger }: SettleDependencies,
): Promise<void> {
  returnSuperseded(await ledger.settle(key, settlement, parking));
}

/**
 * By now the message has been passed on, so a ledger that fails must not bring it back: that would attempt again to
 * repair a note. The lease runs out and the log line remains. Throws where the claim is no longer ours: whoever holds it
 * may hold it for this message, which must not be acknowledged under them.
 */
export async function settleQuietly(
  key: DeliveryKey,
  settlement: Settlement,
  dependencies: SettleDependencies,
  parking?: Parking,
): Promise<void> {
  let decision: SettleDecision = 'recorded';
  try {
    decision = await dependencies.ledger.settle(key, settlement, parking);
  } catch (error) {
    logFailure(key, settlement, error, dependencies);
  }
  returnSuperseded(decision);
}

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
const MAX_TRIES = 10;

/**
 * Records that the effect happened. Tries again for as long as the invocation lasts, with exponential backoff and full
 * jitter: without the record the effect is repeated once the delivery is brought back.
 */
export async function settleDone(
  key: DeliveryKey,
  settlement: Settlement,
  dependencies: SettleDependencies,
  remainingMs: () => number,
): Promise<void> {
  const { ledger, random, sleep } = dependencies;
  for (let [tries, pauseMs] = [1, FIRST_PAUSE_MS]; tries <= MAX_TRIES; tries++) {
    try {
      return void (await ledger.settle(key, settlement));
    } catch (error) {
      logFailure(key, settlement, error, dependencies);
    }
    if (remainingMs() < RETURN_MS + pauseMs) return;
    await sleep(random() * pauseMs);
    pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
  }
}

function returnSuperseded(decision: SettleDecision): void {
  if (decision === 'superseded') throw new Error('the delivery was claimed by somebody else meanwhile');
}

function logFailure(
  { notificationId, channel, tenant }: DeliveryKey,
  { state }: Settlement,
  error: unknown,
  { log }: SettleDependencies,
): void {
  log.error('bookkeeping_failed', { notificationId, channel, tenant, state, error: describe(error) });
}
