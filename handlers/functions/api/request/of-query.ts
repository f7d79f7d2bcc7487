import { CodedError } from '../../../../shared/domain/kit/errors/coded-error';
import { inPart } from './api-error';

/** Names the query as the place of what an operation refuses: its request is made of parameters. */
export async function ofQuery<Result>(operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError(error.code, error.message, error.fix, inPart('query', error.faults));
  }
}
