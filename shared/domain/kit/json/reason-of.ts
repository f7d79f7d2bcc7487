import { truncate } from '../text/truncate';

const MAX_LENGTH = 200;

/**
 * The message of what was thrown, else its type. Never throws, whatever was thrown: the `message` of a producer's error may
 * be a getter that throws itself, and a proxy may refuse to say whether it is an error.
 */
export function reasonOf(thrown: unknown): string {
  try {
    const message: unknown = thrown instanceof Error ? thrown.message : undefined;
    if (typeof message === 'string') return truncate(message, MAX_LENGTH).toWellFormed();
  } catch {
    // Its type has to do.
  }
  return thrown === null ? 'null' : typeof thrown;
}
