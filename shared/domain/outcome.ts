/**
 * What one delivery attempt came to. A channel's pure `outcome` function decides it.
 *
 * Unknown failures are `retry`: `rejected` is only for failures on an explicit list, because a wrong `retry` costs a
 * few attempts and a wrong `rejected` loses a delivery.
 */
export type DeliveryOutcome = Delivered | Suppressed | Rejected | Retry;

export interface Delivered {
  readonly kind: 'delivered';
  /** What the other side called it, such as the SES message id or the HTTP status. At most 256 characters are kept. */
  readonly reference?: string;
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

export const delivered = (reference?: string): Delivered =>
  reference === undefined ? { kind: 'delivered' } : { kind: 'delivered', reference };
export const suppressed = (reason: string): Suppressed => ({ kind: 'suppressed', reason });
export const rejected = (reason: string): Rejected => ({ kind: 'rejected', reason });
export const retry = (reason: string, afterSeconds?: number): Retry =>
  afterSeconds === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterSeconds };
