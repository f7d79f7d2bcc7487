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

/** Takes one delivery through its steps: admit, claim and attempt, pass on, record. */
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
  if (result.kind !== 'attempted') return leaveOrRefuse(event.id, message, result, dependencies);
  // The claim decides the attempt number: a redrive gets the next one, whatever number its message has.
  await passOn(request.key, asAttempt(message, result.attempt.n), result, dependencies, invocation.remainingMs);
  if (result.outcome.kind !== 'deferred') await channel.concluded?.(event, target, result.outcome, result.attempt.n);
}

function requestOf(delivery: OneDelivery, { manifest }: TargetDependencies): DeliveryRequest {
  const { attempt, redrive, digest, since, cameBack } = delivery.message;
  return {
    key: keyOf(delivery, manifest),
    attempt,
    mayExist: cameBack || since !== undefined,
    attemptSeconds: manifest.attemptSeconds,
    ...(redrive !== undefined && { redrive }),
    ...(digest !== undefined && { digest }),
    isInTime: () => isInTime(delivery.invocation, manifest),
  };
}

/**
 * Handles a claim that was not granted: ignores the message if the delivery is final, refuses it if the id belongs to
 * another notification.
 */
async function leaveOrRefuse(
  id: string,
  message: ReceivedMessage,
  result: Exclude<AttemptResult, { kind: 'attempted' | 'leased' }>,
  dependencies: ChannelDependencies,
): Promise<void> {
  if (result.kind === 'settled') return;
  const fault = result.kind === 'foreign' ? idTaken(id) : idConflict(id);
  await refuse(message, { id: message.id, tenant: UNKNOWN_TENANT, faults: [fault] }, dependencies);
}

/**
 * Seconds to delay the message, with one second added: a message that arrives just before the lease ends would be sent
 * back once more.
 */
const secondsUntil = (timestamp: string, now: Date): number =>
  Math.min(MAX_DELAY_SECONDS, Math.max(1, Math.ceil((Date.parse(timestamp) - now.getTime()) / 1000) + 1));
