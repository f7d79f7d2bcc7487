import type { DeliveryKey, Settlement } from '../domain/delivery/claim';
import { BRING_BACK_SECONDS, MAX_DELAY_SECONDS } from '../domain/delivery/retry-schedule';
import type { QueueMessage } from '../ports/channel-queue';
import type { PassOnDependencies } from './give-up';
import { mayHop } from './message/hops';
import { recordOrReturn, recordPassedOn } from './record-result';

/** Clocks differ, and SQS delays by whole seconds: a message that is early by no more than this counts as in time. */
const EARLY_SECONDS = 10;

/**
 * Has the next message come after that wait. The ledger keeps it in either case. Where the wait is no longer than a queue
 * can delay, the queue brings the message, and the ledger only what the queue has not brought by then. No attempt is made
 * before its time, whichever message asks for it: an attempt that came to nothing may have left one behind.
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
    // The ledger alone brings it, up to a minute late: better than to make the attempt once more.
    return recordOrReturn(key, settled, { dueAt: inSeconds(seconds), message: next }, dependencies);
  }
  await recordPassedOn(key, settled, dependencies, { dueAt: inSeconds(seconds + BRING_BACK_SECONDS), message: next });
}
