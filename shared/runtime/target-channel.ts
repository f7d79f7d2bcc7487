import type { Deferred, DeliveryOutcome, Failed } from '../domain/delivery/outcome';
import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';
import type { AttemptGuard } from './claim-and-attempt';
import type { DeliveredEvent } from './delivered-event';
import type { Invocation } from './invocation';
import type { ReceivedMessage } from './message/received-message';

/** The circumstances of one delivery request. */
export interface Occasion extends Invocation {
  /** `turn` of the deferral that the message waited for. */
  readonly turn?: string;
}

/** The part of a channel that one delivery needs. */
export interface DeliveringChannel {
  /**
   * Returns why no attempt may be made: the target's turn is not yet, or would come too late. Called before each
   * attempt and before the claim. May wait for the turn.
   */
  admit?(event: DeliveredEvent, target: string, occasion: Occasion): Promise<Deferred | Failed | undefined>;
  /**
   * Looks up a reason not to deliver, such as a suppressed address; undefined if there is none. Called concurrently
   * with the claim, so that its reads can share a call with other reads of the batch.
   */
  precondition?(event: DeliveredEvent, target: string): Promise<DeliveryOutcome | undefined>;
  /** The effect; calls `guard.begin` right before it. `event` is parsed from the body. */
  deliver(event: DeliveredEvent, body: string, target: string, guard: AttemptGuard): Promise<DeliveryOutcome>;
  /**
   * Bookkeeping about the target's health. Called after the outcome is recorded: a late record would repeat the effect,
   * late bookkeeping would not. Must not throw, because the delivery is complete.
   *
   * @param attempt its number, from 1
   */
  concluded?(event: DeliveredEvent, target: string, outcome: DeliveryOutcome, attempt: number): Promise<void>;
}

/** The targets of a notification on a channel. `key` identifies a target in the ledger: at most 254 characters. */
export type Expansion<Target extends { readonly key: string }> =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** Which of its targets a message is for. @default all */
export type TargetPart = Pick<ReceivedMessage, 'only' | 'range'>;

/** A channel that fans out: each notification becomes a delivery to each of its targets. */
export interface TargetChannel<Target extends { readonly key: string } = { readonly key: string }>
  extends DeliveringChannel {
  /**
   * @param open targets with an open delivery; the result must include each of them, so that an attempt can end it
   * @param part the targets that the message is for. The result may have others, which are left out, so that a channel
   *   with few targets need not look at it; one with many need not read all
   */
  expand(notification: Notification, open: readonly string[], part: TargetPart): Promise<Expansion<Target>>;
  /** JSON with id, tenant, type and expirytime. Serialized once: every attempt for the target sends these bytes. */
  body(notification: Notification, target: Target): string;
}
