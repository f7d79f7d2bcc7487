import type { Exchange } from './exchange';

/**
 * Result of one delivery attempt. A channel's pure `outcome` function decides it.
 *
 * An unknown failure is `retry`: `rejected` is only for failures on an explicit list, because a wrong `retry` costs a
 * few attempts and a wrong `rejected` loses a delivery.
 */
export type DeliveryOutcome = Delivered | Sent | Suppressed | Rejected | Failed | Held | Retry | Deferred;

interface Exchanged {
  /** The exchange for the attempt log, if the channel records it. */
  readonly exchange?: Exchange;
}

export interface Delivered extends Exchanged {
  readonly kind: 'delivered';
  /** The receiver's reference, such as the HTTP status. At most 256 characters are kept. */
  readonly reference?: string;
}

/** Another service took the delivery over and will report its result. No further attempt is needed. */
export interface Sent {
  readonly kind: 'sent';
  /** The service's reference, such as the SES message id. At most 256 characters are kept. */
  readonly reference: string;
}

/** Deliberately not sent, final: a suppressed address, an expired notification, no endpoint for the type. */
export interface Suppressed {
  readonly kind: 'suppressed';
  readonly reason: string;
}

/** Permanent failure: another attempt would fail in the same way. */
export interface Rejected extends Exchanged {
  readonly kind: 'rejected';
  readonly reason: string;
}

/** Given up, final, without a refusal by the receiver: for instance its turn would be too late. */
export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
}

/** Not attempted until an operator asks for it: the target is switched off. */
export interface Held {
  readonly kind: 'held';
  readonly reason: string;
}

export interface Retry extends Exchanged {
  readonly kind: 'retry';
  readonly reason: string;
  /** Seconds the receiver asked us to wait (Retry-After). */
  readonly afterSeconds?: number;
  /** Minimum seconds before the next attempt, whatever the schedule says. */
  readonly atLeastSeconds?: number;
}

/** Deferred by a rate limit, a quota or an open circuit. Nothing was attempted, so no attempt is used up. */
export interface Deferred {
  readonly kind: 'deferred';
  readonly reason: string;
  /** Seconds until the channel is asked again; more than 0. */
  readonly afterSeconds: number;
  /** Token that the channel gets back then, such as a place in a line. @default none */
  readonly turn?: string;
}

export const delivered = (reference?: string): Delivered =>
  reference === undefined ? { kind: 'delivered' } : { kind: 'delivered', reference };
export const sent = (reference: string): Sent => ({ kind: 'sent', reference });
export const suppressed = (reason: string): Suppressed => ({ kind: 'suppressed', reason });
export const rejected = (reason: string): Rejected => ({ kind: 'rejected', reason });
export const held = (reason: string): Held => ({ kind: 'held', reason });
export const failed = (reason: string): Failed => ({ kind: 'failed', reason });
export const retry = (reason: string, afterSeconds?: number): Retry =>
  afterSeconds === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterSeconds };
export const deferred = (reason: string, afterSeconds: number, turn?: string): Deferred => ({
  kind: 'deferred',
  reason,
  afterSeconds,
  ...(turn !== undefined && { turn }),
});

/** The reason of an outcome, or the reference of one that has none. */
export const reasonOf = (outcome: DeliveryOutcome): string | undefined =>
  outcome.kind === 'delivered' || outcome.kind === 'sent' ? outcome.reference : outcome.reason;

/** The exchange with the receiver, if the outcome has one. */
export const exchangeOf = (outcome: DeliveryOutcome): Exchange | undefined =>
  'exchange' in outcome ? outcome.exchange : undefined;
