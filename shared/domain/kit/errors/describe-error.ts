import { CodedError } from './coded-error';

/** Code or name, and message of an error; never its stack, which may hold data. */
export const describeError = (error: unknown): string => {
  if (error instanceof CodedError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};
