/**
 * What one delivery attempt came to. A channel's pure `outcome` function decides it.
 *
 * Unknown failures are `retry`: `rejected` is only for failures on an explicit list, because a wrong `retry` costs a
 * few attempts and a wrong `rejected` loses a delivery.
 */
export type DeliveryOutcome = Delivered | Sent | Suppressed | Rejected | Retry | Deferred;

export interface Delivered {
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
export interface Rejected {
  readonly kind: 'rejected';
  readonly reason: string;
}

export interface Retry {
  readonly kind: 'retry';
  readonly reason: string;
  /** Seconds the other side asked us to wait (Retry-After). */
  readonly afterSeconds?: number;
}

/** Not its turn: a rate, a quota, an open circuit. Nothing was attempted, so no attempt is used up. */
export interface Deferred {
  readonly kind: 'deferred';
  readonly reason: string;
  /** Seconds until it is looked at again; more than 0. */
  readonly afterSeconds: number;
}

export const delivered = (reference?: string): Delivered =>
  reference === undefined ? { kind: 'delivered' } : { kind: 'delivered', reference };
export const sent = (reference: string): Sent => ({ kind: 'sent', reference });
export const suppressed = (reason: string): Suppressed => ({ kind: 'suppressed', reason });
export const rejected = (reason: string): Rejected => ({ kind: 'rejected', reason });
export const retry = (reason: string, afterSeconds?: number): Retry =>
  afterSeconds === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterSeconds };
export const deferred = (reason: string, afterSeconds: number): Deferred => ({
  kind: 'deferred',
  reason,
  afterSeconds,
});

/** The reason of an outcome, or the reference of one that has none. */
export const reasonOf = (outcome: DeliveryOutcome): string | undefined =>
  outcome.kind === 'delivered' || outcome.kind === 'sent' ? outcome.reference : outcome.reason;
