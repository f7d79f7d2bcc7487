import { CodedError } from '../../shared/domain/kit/errors/coded-error';

type Words = Partial<Pick<CodedError, 'message' | 'fix'>>;

/** By the code of an error: its fix in terms of flags and commands, or what makes that of the error. */
export type CliWords = Readonly<Record<string, string | ((error: CodedError) => Words)>>;

/** The result of an operation. Its errors speak of requests; these speak of flags and commands, under the same code. */
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
