import type { DeliveryKey } from '../domain/delivery/claim';
import type { NotedState } from '../ports/ledger';
import type { ChannelDependencies } from './channel-dependencies';
import { noteReason } from './note-reason';

export interface Noted {
  readonly id: string;
  readonly tenant: string;
  /** Tells this note apart from another note of the notification. @default the whole notification */
  readonly target?: string;
}

/**
 * Logs a final outcome that needed no attempt, and notes it in the ledger.
 *
 * @param loggedReason replaces the reason in the log
 */
export async function noteOutcome(
  { id, tenant, target = '' }: Noted,
  outcome: NotedState,
  reason: string,
  loggedReason: string,
  { manifest, ledger, clock, log }: ChannelDependencies,
): Promise<void> {
  const { name: channel } = manifest;
  log.info('delivery', { channel, notificationId: id, tenant, outcome, reason: loggedReason });
  const key: DeliveryKey = { tenant, notificationId: id, channel, target };
  const attempt = { n: 1, at: clock.now().toISOString(), outcome, durationMs: 0 };
  await ledger.note(key, outcome, { ...attempt, reason: noteReason(reason) });
}
