import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import { contentDigest } from '../../domain/notification/content-digest';
import type { Notification } from '../../domain/notification/notification';
import type { AcceptedContents } from '../../ports/ledger';
import type { Preparation, Prepared } from '../../producer/prepare';

export interface ReusedKeyPorts {
  readonly contents: Pick<AcceptedContents, 'accepted'>;
}

/**
 * Refuses a notification under an idempotency key with which other content was accepted before. Best effort, for an early
 * answer: two publishes at the same moment both pass, and then the ledger keeps the first (`notification.id.conflict`).
 *
 * @throws CodedError `notification.id.conflict`
 */
export async function refuseReusedKeys(messages: readonly Prepared[], ports: ReusedKeyPorts): Promise<void> {
  const conflicts = await Promise.all(messages.map(({ notification }) => conflictOf(notification, ports)));
  const conflict = conflicts.find((one) => one !== undefined);
  if (conflict) throw new CodedError(CONFLICT, conflict.message, 'give other content another key');
}

const CONFLICT = 'notification.id.conflict';

/**
 * The same preparations; those whose key was used for other content have a fault instead. An entry with faults is not
 * looked up: it may name another tenant, whose keys are not its caller's to know.
 */
export const reusedKeys = (preparations: readonly Preparation[], ports: ReusedKeyPorts): Promise<Preparation[]> =>
  Promise.all(
    preparations.map(async (preparation) => {
      const conflict = preparation.ok ? await conflictOf(preparation.prepared.notification, ports) : undefined;
      if (!preparation.ok || conflict === undefined) return preparation;
      return { ok: false as const, faults: [conflict], given: preparation.prepared.notification };
    }),
  );

/** Only of a notification with a key: any other has a new id, or one that its producer answers for. */
async function conflictOf(notification: Notification, { contents }: ReusedKeyPorts): Promise<Fault | undefined> {
  if (notification.idempotencykey === undefined) return undefined;
  const { digest } = (await contents.accepted(notification.id)) ?? {};
  if (digest === undefined || digest === contentDigest(notification)) return undefined;
  const message = 'the idempotency key was used before for a notification with other content';
  return { code: CONFLICT, path: '/idempotencykey', message };
}
