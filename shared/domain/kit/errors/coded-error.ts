/** One validation fault of an input: what, where, the value seen and what is allowed. */
export interface Fault {
  /** Stable, documented in `docs/errors.md`, such as `notification.id.malformed`. */
  readonly code: string;
  /** JSON Pointer (RFC 6901) to the value at fault; the empty string is the whole input. */
  readonly path: string;
  /** Lower case, no full stop: what, the value seen, the value allowed, the fix. */
  readonly message: string;
}

/**
 * An error that its reader can fix. Thrown only at the edges (SDK, CLI, synthesis); inside, faults are return values.
 * `faults` has every violation found, not only the first.
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

/** The error as its reader should see it: code, message, every fault, fix; no stack. */
export function explainError({ code, message, faults, fix }: CodedError): string {
  const lines = faults.map((fault) => `  ${fault.path || '(the whole)'}: ${fault.message} [${fault.code}]`);
  return [`error ${code}: ${message}`, ...lines, `fix: ${fix}`].join('\n');
}
