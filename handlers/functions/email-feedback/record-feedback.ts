import type { MailFeedback } from '../../../shared/domain/mail/mail-event';
import type { FeedbackLedger } from '../../../shared/ports/feedback-ledger';
import type { Suppressor } from '../../../shared/ports/mail-preferences';
import type { OperationalEvents } from '../../../shared/ports/operational-events';
import { targetDigest } from '../../../shared/runtime/message/target-digest';

export interface FeedbackPorts {
  readonly ledger: FeedbackLedger;
  readonly suppressor: Suppressor;
  readonly events: OperationalEvents;
}

/** The channel whose deliveries are mails. */
const CHANNEL = 'email';

/**
 * Suppresses first, because the next mail may be about to be sent. Each step is idempotent, so a redelivery after a crash
 * completes the rest. The address is suppressed even if its delivery has expired.
 */
export async function recordFeedback(
  feedback: MailFeedback,
  { ledger, suppressor, events }: FeedbackPorts,
): Promise<'recorded' | 'known' | 'unknown'> {
  const { notificationId, tenant, address, state, transient, at, reason, summary, suppress } = feedback;
  if (suppress) await suppressor.suppress({ address, ...suppress, since: at });
  const key = { tenant, notificationId, channel: CHANNEL, target: address };
  const evidence = { state, at, reason, ...(transient && { transient }) };
  const recorded = await ledger.recordFeedback(key, evidence);
  if (suppress) {
    const data = { ...suppress, summary };
    const cause = `${suppress.reason} ${at} ${targetDigest(address)}`;
    await events.raise({ type: 'address.suppressed', tenant, subject: notificationId, cause, time: at, data });
  }
  return recorded;
}
