import { MAX_DELAY_SECONDS } from '../domain/delivery/retry-schedule';
import { admit } from './admit';
import type { ChannelDependencies, TargetDependencies } from './channel-dependencies';
import { type AttemptResult, claimAndAttempt, type DeliveryRequest } from './claim-and-attempt';
import { effectOf } from './effect-of';
import { UNKNOWN_TENANT } from './examine';
import { idConflict, idTaken } from './id-faults';
import { logDelivery } from './log-delivery';
import { asAttempt, type ReceivedMessage } from './message/received-message';
import { isInTime, keyOf, type OneDelivery } from './one-delivery';
import { passOn } from './pass-on';
import { refuse } from './refuse';
import { sendBack } from './send-back';

/** Takes one delivery through its steps: admission, claim and attempt, passing on, recording. */
export async function deliverToTarget(delivery: OneDelivery, dependencies: TargetDependencies): Promise<void> {
  const admission = await admit(delivery, dependencies);
  if (admission === undefined) return;
  const { refusal, waiting } = admission;
  const { channel, event, message, target, invocation } = delivery;
  const request = requestOf(delivery, dependencies);
  const result = await claimAndAttempt(request, effectOf(delivery, refusal, dependencies), dependencies);
  logDelivery(event.type, request.key, result, dependencies);
  if (result.kind === 'leased')
    return sendBack(waiting, secondsUntil(result.until, dependencies.clock.now()), dependencies);
  if (result.kind !== 'attempted') return standBack(event.id, message, result, dependencies);
  // A redrive is granted the attempt that is next, whichever its message asked for.
  await passOn(request.key, asAttempt(message, result.attempt.n), result, dependencies, invocation.remainingMs);
  if (result.outcome.kind !== 'deferred') await channel.concluded?.(event, target, result.outcome, result.attempt.n);
}

function requestOf(delivery: OneDelivery, { manifest }: TargetDependencies): DeliveryRequest {
  const { attempt, redrive, digest } = delivery.message;
  return {
    key: keyOf(delivery, manifest),
    attempt,
    attemptSeconds: manifest.attemptSeconds,
    ...(redrive !== undefined && { redrive }),
    ...(digest !== undefined && { digest }),
    isInTime: () => isInTime(delivery.invocation, manifest),
  };
}

/** Nothing was attempted: the delivery is final, or the id belongs to another notification. */
async function standBack(
  id: string,
  message: ReceivedMessage,
  result: Exclude<AttemptResult, { kind: 'attempted' | 'leased' }>,
  dependencies: ChannelDependencies,
): Promise<void> {
  if (result.kind === 'settled') return;
  const fault = result.kind === 'foreign' ? idTaken(id) : idConflict(id);
  await refuse(message, { id: message.id, tenant: UNKNOWN_TENANT, faults: [fault] }, dependencies);
}

/** One second more than needed: a message that comes back a moment early would only be sent back again. */
const secondsUntil = (timestamp: string, now: Date): number =>
  Math.min(MAX_DELAY_SECONDS, Math.max(1, Math.ceil((Date.parse(timestamp) - now.getTime()) / 1000) + 1));
