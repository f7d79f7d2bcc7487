import { CodedError, explainError } from '../../shared/domain/kit/errors/coded-error';
import { fileFailure } from './files/file-failure';

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

/**
 * Runs a command's main function; a user's mistake is explained without a stack trace and ends with code 1.
 *
 * @param stop ends what main has started and left running: it would keep this process alive. @default nothing
 */
export async function runMain(main: () => Promise<void> | void, stop?: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(explanationOf(error));
    process.exitCode = 1;
    await stop?.();
  }
}

/** For what prints the stack of an error itself, as Jest does: a user's mistake has its explanation in that place. */
export async function withoutStack(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const explained = new Error((error as Error).message);
    explained.stack = explanationOf(error);
    throw explained;
  }
}

/** @throws the error itself where it is a fault of Carillon: its stack helps */
function explanationOf(error: unknown): string {
  const known = userErrors(error);
  if (known.length === 0) throw error;
  return known.map(explainError).join('\n\n');
}

function userErrors(error: unknown): readonly CodedError[] {
  if (error instanceof CodedErrors) return error.errors;
  const coded = error instanceof CodedError ? error : fileFailure(error);
  return coded === undefined ? [] : [coded];
}
