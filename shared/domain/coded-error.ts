/** One thing wrong with an input: what, where, the value seen and what is allowed. */
export interface Fault {
  /** Stable, documented in `docs/errors.md`, such as `notification.id.malformed`. */
  readonly code: string;
  /** JSON Pointer (RFC 6901) to the value at fault; the empty string is the whole input. */
  readonly path: string;
  /** Lower case, no full stop: what, the value seen, the value allowed, the fix. */
  readonly message: string;
}

/**
 * A mistake that its reader can mend. Thrown only at the edges (SDK, CLI, synth); inside, faults are return values.
 * `faults` holds every violation found, never only the first.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';

  constructor(
    readonly code: string,
    message: string,
    readonly fix: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
  }
}
