import { CodedError, explainError } from '../../shared/domain/kit/errors/coded-error';
import { fileFailure } from './files/file-failure';

/** Several user errors at once, each with its own code and fix. */
export class CodedErrors extends Error {
  override readonly name = 'CodedErrors';

  constructor(readonly errors: readonly CodedError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

/**
 * Runs a command's main function. A user error is explained without a stack trace and exits with code 1.
 *
 * @param stop ends servers and children that main left running, which would keep this process alive. @default nothing
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

/** For callers that print `error.stack` themselves, such as Jest: replaces the stack of a user error with its explanation. */
export async function withoutStack(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const explained = new Error((error as Error).message);
    explained.stack = explanationOf(error);
    throw explained;
  }
}

/** @throws the error itself when it is a bug of Carillon, whose stack helps */
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
