/**
 * What passed between us and a receiver in one attempt, as the attempt log keeps it: enough to say whose fault a failure
 * is. Never a request's headers or body.
 */
export interface Exchange {
  /** Of the result, such as `throttled` or `dns`; the channel's README lists them. */
  readonly class?: string;
  /** HTTP status, absent where no response began. */
  readonly status?: number;
  readonly timings: ExchangeTimings;
  /**
   * The beginning of the response's body: at most 20,480 bytes of UTF-8, well-formed, without control characters but
   * tab and line breaks. Absent where no body came. It may hold anything and is for operators and the endpoint's owner.
   */
  readonly response?: string;
  /** The body was longer, or broke off. */
  readonly truncated?: true;
}

/**
 * Whole milliseconds of each part that ended, in the order in which they come. A connection that is used again has
 * neither `dns`, `connect` nor `tls`. What `total` has beyond the others went into the part that failed, or the body.
 */
export interface ExchangeTimings {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
  /** From the moment the connection was ready until the headers of the response were there. */
  readonly firstByte?: number;
  readonly total: number;
}
