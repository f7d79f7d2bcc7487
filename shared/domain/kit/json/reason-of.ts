import { truncate } from '../text/truncate';

const MAX_LENGTH = 200;

/**
 * The message of a thrown value, else its type. Never throws: `message` may be a getter that throws, and a proxy may
 * throw on `instanceof`.
 */
export function reasonOf(thrown: unknown): string {
  try {
    const message: unknown = thrown instanceof Error ? thrown.message : undefined;
    if (typeof message === 'string') return truncate(message, MAX_LENGTH).toWellFormed();
  } catch {
    // Fall back to the type.
  }
  return thrown === null ? 'null' : typeof thrown;
}
