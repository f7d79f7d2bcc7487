import { CodedError } from '../../shared/domain/kit/errors/coded-error';

type Words = Partial<Pick<CodedError, 'message' | 'fix'>>;

/** By error code: the fix in terms of flags and commands, or a function that returns message and fix. */
export type CliWords = Readonly<Record<string, string | ((error: CodedError) => Words)>>;

/** Awaits an operation, and rewords its errors from requests to flags and commands. Their codes stay. */
export async function inCliWords<Result>(operation: Promise<Result>, words: CliWords): Promise<Result> {
  try {
    return await operation;
  } catch (error) {
    throw error instanceof CodedError ? reworded(error, words[error.code]) : error;
  }
}

function reworded(error: CodedError, words: CliWords[string] | undefined): CodedError {
  if (words === undefined) return error;
  const { message = error.message, fix = error.fix } = typeof words === 'string' ? { fix: words } : words(error);
  return new CodedError(error.code, message, fix, error.faults);
}
