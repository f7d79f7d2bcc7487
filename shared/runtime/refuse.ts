import type { Fault } from '../domain/kit/errors/coded-error';
import type { ChannelDependencies } from './channel-dependencies';
import { faultSummary } from './fault-summary';
import { forDeadLetter } from './message/for-dead-letter';
import type { ReceivedMessage } from './message/received-message';
import { type Noted, noteOutcome } from './note-outcome';

/** More would make the log line unreadable; the ledger has them. */
const MAX_CODES = 20;

/** Notes the refusal in the ledger, and dead-letters the message with its reason; the rest of its batch goes on. */
export async function refuse(
  message: ReceivedMessage,
  refusal: Noted & { readonly faults: readonly Fault[] },
  dependencies: ChannelDependencies,
): Promise<void> {
  const reason = faultSummary(refusal.faults);
  // Messages of faults quote what was received, so only their codes are logged.
  const codes = [...new Set(refusal.faults.map(({ code }) => code))];
  const loggedReason = codes.slice(0, MAX_CODES).join(' ');
  await noteOutcome(refusal, 'rejected', reason, loggedReason, dependencies);
  await dependencies.queue.deadLetter(forDeadLetter(message, reason));
}
