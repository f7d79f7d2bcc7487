import type { Deferred, Failed } from '../domain/delivery/outcome';
import { MAX_DELAY_SECONDS, mayWaitMore } from '../domain/delivery/retry-schedule';
import { isExpired } from '../domain/notification/expiry';
import type { QueueMessage } from '../ports/channel-queue';
import type { TargetDependencies } from './channel-dependencies';
import { mayHop } from './message/hops';
import type { ReceivedMessage } from './message/received-message';
import { unchanged, waitingSince } from './message/waiting-since';
import { isInTime, type OneDelivery } from './one-delivery';
import { sendBack } from './send-back';

/** An admitted delivery: the next step is its claim. */
export interface Admission {
  /**
   * Why the channel refuses an attempt now. The claim comes first all the same: under it a long wait is parked, or the
   * failure recorded.
   */
  readonly refusal: Deferred | Failed | undefined;
  /** The message to send if the delivery has to wait. It carries the turn that the channel assigned. */
  readonly waiting: QueueMessage;
}

/**
 * Asks the channel whether the target may be attempted now: rate limit, quota, circuit breaker. Returns undefined if
 * the message went back to the queue, because its turn comes soon or the invocation has too little time left.
 */
export async function admit(delivery: OneDelivery, dependencies: TargetDependencies): Promise<Admission | undefined> {
  const { message, invocation } = delivery;
  const { manifest, queue, clock } = dependencies;
  const now = clock.now();
  const refusal = await refusalOf(delivery, now);
  // Carry the assigned turn in the message, so that the channel does not take a second one when the message comes back.
  const waiting =
    refusal?.kind === 'deferred' ? waitingSince(message, sinceOf(message, now), refusal.turn) : unchanged(message);
  const isShort = refusal?.kind === 'deferred' && refusal.afterSeconds <= MAX_DELAY_SECONDS && mayHop(message);
  // A delivery that has waited for `MAX_DEFERRAL_SECONDS` is given up, and only the owner of the claim may do that.
  if (isShort && mayWaitMore(sinceOf(message, now), now)) {
    return void (await queue.send([waiting], Math.max(1, Math.ceil(refusal.afterSeconds))));
  }
  if (!isInTime(invocation, manifest)) return void (await sendBack(waiting, 0, dependencies));
  return { refusal, waiting };
}

const sinceOf = ({ since }: ReceivedMessage, now: Date): string => since ?? now.toISOString();

async function refusalOf({ channel, event, target, message, invocation }: OneDelivery, now: Date) {
  // An expired notification must not use up a turn of the rate limit, nor the probe of a half-open circuit.
  if (isExpired(event, now)) return undefined;
  const occasion = { ...invocation, ...(message.turn !== undefined && { turn: message.turn }) };
  return channel.admit?.(event, target, occasion);
}
