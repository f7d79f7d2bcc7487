import { CodedError, explainError } from '../shared/domain/coded-error';

/** Several mistakes of a user's at once, each with its own code and fix. */
export class CodedErrors extends Error {
  override readonly name = 'CodedErrors';

  constructor(readonly errors: readonly CodedError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

export function throwAll(errors: readonly CodedError[]): void {
  if (errors.length > 0) throw new CodedErrors(errors);
}

/** Runs a command's main function; a user's mistake is explained without a stack trace and ends with code 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const known = error instanceof CodedErrors ? error.errors : error instanceof CodedError ? [error] : [];
    if (known.length === 0) throw error;
    console.error(known.map(explainError).join('\n\n'));
    process.exitCode = 1;
  }
}
