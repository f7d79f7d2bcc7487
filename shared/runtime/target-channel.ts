import type { Deferred, DeliveryOutcome, Failed } from '../domain/delivery/outcome';
import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';
import type { AttemptAtHand } from './claim-and-attempt';
import type { DeliveredEvent } from './delivered-event';
import type { Invocation } from './invocation';

/** When a delivery is asked for. */
export interface Occasion extends Invocation {
  /** Of the deferral that the message comes back from. */
  readonly turn?: string;
}

/** What one delivery needs of a channel. */
export interface DeliveringChannel {
  /**
   * Why no attempt may be made: it is not the target's turn yet, or never will be in time. Called before each attempt;
   * nothing is claimed by then. May wait for the turn.
   */
  admit?(event: DeliveredEvent, target: string, occasion: Occasion): Promise<Deferred | Failed | undefined>;
  /**
   * Looks up what speaks against the effect, such as a suppressed address; undefined when nothing does. Called beside the
   * claim, so that what it reads can share a call with the other reads of the batch.
   */
  precondition?(event: DeliveredEvent, target: string): Promise<DeliveryOutcome | undefined>;
  /** The effect; calls `atHand.begin` right before it. `event` is read from the body. */
  deliver(event: DeliveredEvent, body: string, target: string, atHand: AttemptAtHand): Promise<DeliveryOutcome>;
  /**
   * Bookkeeping about the target's health, after the outcome of an attempt is recorded: a record that is late repeats
   * the effect, bookkeeping that is late does not. Must not throw: the delivery is done.
   *
   * @param attempt its number, from 1
   */
  concluded?(event: DeliveredEvent, target: string, outcome: DeliveryOutcome, attempt: number): Promise<void>;
}

/** Whom a notification goes to on a channel. `key` tells targets apart in the ledger; at most 254 characters. */
export type Expansion<Target extends { readonly key: string }> =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'nobody'; readonly reason: string }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** A channel that fans out: each notification becomes a delivery to each of its targets. */
export interface TargetChannel<Target extends { readonly key: string } = { readonly key: string }>
  extends DeliveringChannel {
  /**
   * @param open targets whose delivery has begun and is not finished; each of them must have an attempt that ends it
   * @param only the one target that the message is for, which may know more of itself than a list of all does
   */
  expand(notification: Notification, open: readonly string[], only?: string): Promise<Expansion<Target>>;
  /** JSON with id, tenant, type and expirytime. Serialised once: every attempt for the target uses these bytes. */
  body(notification: Notification, target: Target): string;
}
