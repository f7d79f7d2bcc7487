import type { Deferred, Failed } from '../domain/delivery/outcome';
import { MAX_DELAY_SECONDS, mayWaitMore } from '../domain/delivery/retry-schedule';
import { isExpired } from '../domain/notification/expiry';
import type { QueueMessage } from '../ports/channel-queue';
import type { TargetDependencies } from './channel-dependencies';
import { mayHop } from './message/hops';
import { unchanged, waitingSince } from './message/waiting-since';
import { isInTime, type OneDelivery } from './one-delivery';
import { sendBack } from './send-back';

/** A delivery that goes on to its claim. */
export interface Admission {
  /** What the channel says in place of an attempt: a longer wait is parked, and a failure recorded, under the claim. */
  readonly refusal: Deferred | Failed | undefined;
  /** The message as it waits: with the turn of the refusal. */
  readonly waiting: QueueMessage;
}

/**
 * Asks the channel whether it is the target's turn. Undefined where the message was sent back to the queue: its turn comes
 * soon, or too little is left of the function's time.
 */
export async function admit(delivery: OneDelivery, dependencies: TargetDependencies): Promise<Admission | undefined> {
  const { message, invocation } = delivery;
  const { manifest, queue, clock } = dependencies;
  const now = clock.now();
  const refusal = await refusalOf(delivery, now);
  const since = message.since ?? now.toISOString();
  // It keeps the turn that it was given, and another one is not taken when it comes back.
  const waiting = refusal?.kind === 'deferred' ? waitingSince(message, since, refusal.turn) : unchanged(message);
  const isShort = refusal?.kind === 'deferred' && refusal.afterSeconds <= MAX_DELAY_SECONDS && mayHop(message);
  // A wait that has lasted too long is given up, which needs the claim.
  if (isShort && mayWaitMore(since, now)) {
    return void (await queue.send([waiting], Math.max(1, Math.ceil(refusal.afterSeconds))));
  }
  if (!isInTime(invocation, manifest)) return void (await sendBack(waiting, 0, dependencies));
  return { refusal, waiting };
}

async function refusalOf({ channel, event, target, message, invocation }: OneDelivery, now: Date) {
  // What has expired takes nobody's turn, nor the one attempt that a failing endpoint gets.
  if (isExpired(event, now)) return undefined;
  const occasion = { ...invocation, ...(message.turn !== undefined && { turn: message.turn }) };
  return channel.admit?.(event, target, occasion);
}
