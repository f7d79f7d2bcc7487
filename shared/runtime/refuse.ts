import type { Fault } from '../domain/kit/errors/coded-error';
import type { ChannelDependencies } from './channel-dependencies';
import { faultSummary } from './fault-summary';
import { loggedCodes } from './logged-codes';
import { forDeadLetter } from './message/for-dead-letter';
import type { ReceivedMessage } from './message/received-message';
import { type Noted, noteOutcome } from './note-outcome';

/**
 * Notes the refusal in the ledger, and dead-letters the message with its reason. Other records of the batch are not
 * affected.
 */
export async function refuse(
  message: ReceivedMessage,
  refusal: Noted & { readonly faults: readonly Fault[] },
  dependencies: ChannelDependencies,
): Promise<void> {
  const reason = faultSummary(refusal.faults);
  await noteOutcome(refusal, 'rejected', reason, loggedCodes(refusal.faults), dependencies);
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
}
