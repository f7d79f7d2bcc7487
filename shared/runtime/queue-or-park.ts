import type { DeliveryKey, Settlement } from '../domain/delivery/claim';
import { BRING_BACK_SECONDS, MAX_DELAY_SECONDS } from '../domain/delivery/retry-schedule';
import type { QueueMessage } from '../ports/channel-queue';
import type { PassOnDependencies } from './give-up';
import { mayHop } from './message/hops';
import { recordOrReturn, recordPassedOn } from './record-result';

/**
 * Tolerance for clock skew, and for SQS delays in whole seconds: a message that arrives this much early counts as on
 * time.
 */
const EARLY_SECONDS = 10;

/**
 * Schedules the next message. The ledger parks it in either case. If the queue can delay it for the whole wait, the
 * queue delivers it, and the sweeper sends the parked copy only if the queue has lost it. `notBefore` keeps any other
 * message, such as one that an abandoned attempt left behind, from making the attempt early.
 */
export async function queueOrPark(
  key: DeliveryKey,
  next: QueueMessage,
  waitSeconds: number,
  settlement: Settlement,
  dependencies: PassOnDependencies,
): Promise<void> {
  const seconds = Math.max(1, Math.ceil(waitSeconds));
  const inSeconds = (wait: number) => new Date(dependencies.clock.now().getTime() + wait * 1000).toISOString();
  const early = seconds > EARLY_SECONDS ? { notBefore: inSeconds(seconds - EARLY_SECONDS) } : {};
  const settled = { ...settlement, ...early };
  if (seconds > MAX_DELAY_SECONDS || !mayHop(next)) {
    return recordOrReturn(key, settled, { dueAt: inSeconds(seconds), message: next }, dependencies);
  }
  try {
    await dependencies.queue.send([next], seconds);
  } catch {
    // Rely on the parked copy, which arrives up to a minute late: that is better than to repeat the attempt.
    return recordOrReturn(key, settled, { dueAt: inSeconds(seconds), message: next }, dependencies);
  }
  await recordPassedOn(key, settled, dependencies, { dueAt: inSeconds(seconds + BRING_BACK_SECONDS), message: next });
}
