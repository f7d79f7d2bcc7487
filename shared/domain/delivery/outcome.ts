import type { Exchange } from './exchange';

/**
 * What one delivery attempt came to. A channel's pure `outcome` function decides it.
 *
 * Unknown failures are `retry`: `rejected` is only for failures on an explicit list, because a wrong `retry` costs a
 * few attempts and a wrong `rejected` loses a delivery.
 */
export type DeliveryOutcome = Delivered | Sent | Suppressed | Rejected | Failed | Held | Retry | Deferred;

interface Exchanged {
  /** For the attempt log, where the channel has one. */
  readonly exchange?: Exchange;
}

export interface Delivered extends Exchanged {
  readonly kind: 'delivered';
  /** What the other side called it, such as the HTTP status. At most 256 characters are kept. */
  readonly reference?: string;
}

/** Another service took it over and will say what became of it. Nothing is left to do here. */
export interface Sent {
  readonly kind: 'sent';
  /** What that service called it, such as the SES message id. At most 256 characters are kept. */
  readonly reference: string;
}

/** Deliberately not sent, and that is final: a suppressed address, an expired notification, no endpoint for the type. */
export interface Suppressed {
  readonly kind: 'suppressed';
  readonly reason: string;
}

/** Permanent: another attempt would fail alike. */
export interface Rejected extends Exchanged {
  readonly kind: 'rejected';
  readonly reason: string;
}

/** Given up, final, and nobody refused it: its turn would be too late, for instance. */
export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
}

/** Not attempted, and not until an operator asks for it: its target is switched off. */
export interface Held {
  readonly kind: 'held';
  readonly reason: string;
}

export interface Retry extends Exchanged {
  readonly kind: 'retry';
  readonly reason: string;
  /** Seconds the other side asked us to wait (Retry-After). */
  readonly afterSeconds?: number;
  /** Seconds that we need before another attempt, whatever the schedule says. */
  readonly atLeastSeconds?: number;
}

/** Not its turn: a rate, a quota, an open circuit. Nothing was attempted, so no attempt is used up. */
export interface Deferred {
  readonly kind: 'deferred';
  readonly reason: string;
  /** Seconds until it is looked at again; more than 0. */
  readonly afterSeconds: number;
  /** What the channel finds again when it is asked then, such as a place in a line. @default nothing */
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

/** What passed between us and the receiver, where the outcome says so. */
export const exchangeOf = (outcome: DeliveryOutcome): Exchange | undefined =>
  'exchange' in outcome ? outcome.exchange : undefined;
