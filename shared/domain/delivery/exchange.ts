/**
 * The exchange with a receiver in one attempt, as the attempt log stores it: enough to find the cause of a failure.
 * Never a request's headers or body.
 */
export interface Exchange {
  /** Class of the result, such as `throttled` or `dns`; the channel's README lists them. */
  readonly class?: string;
  /** HTTP status, absent where no response began. */
  readonly status?: number;
  readonly timings: ExchangeTimings;
  /**
   * The beginning of the response's body: at most 20,480 bytes of UTF-8, well-formed, without control characters but
   * tab and line breaks. Absent where no body came. It may hold anything and is for operators and the endpoint's owner.
   */
  readonly response?: string;
  /** The body was longer, or the connection ended early. */
  readonly truncated?: true;
}

/**
 * Whole milliseconds of each completed phase, in order. A reused connection has neither `dns`, `connect` nor `tls`. The
 * rest of `total` was spent in the phase that failed, or in the body.
 */
export interface ExchangeTimings {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
  /** From a ready connection to the response headers. */
  readonly firstByte?: number;
  readonly total: number;
}
