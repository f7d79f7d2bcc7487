import { parseHttpDate } from './http-date';

/** Longer waits count as a mistake or an attack; the schedule limits the wait further. */
export const MAX_RETRY_AFTER_SECONDS = 86_400;

/** RFC 9110 allows only digits; rate limiters that count in milliseconds send fractions, such as `299.997`. */
const SECONDS = /^(\d+(\.\d+)?|\.\d+)$/;
/** Separates values that proxies joined into one line. The comma of a date is followed by its day. */
const BETWEEN_VALUES = /,(?! *\d{1,2}[ -][A-Z])/;

/**
 * Whole seconds that a Retry-After header asks for, at most a day; the longest of several values, so that each is
 * respected. `undefined` if it asks for no wait: a date in the past, zero, or a malformed value such as a negative
 * number.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterSeconds(value: string | undefined, nowMs: number): number | undefined {
  const waits = (value ?? '').split(BETWEEN_VALUES).map((one) => parse(one.trim(), nowMs));
  const longest = Math.ceil(Math.max(0, ...waits.filter((seconds) => !Number.isNaN(seconds))));
  return longest > 0 ? Math.min(longest, MAX_RETRY_AFTER_SECONDS) : undefined;
}

/** NaN for anything malformed. */
const parse = (value: string, nowMs: number): number =>
  SECONDS.test(value) ? Number(value) : (parseHttpDate(value, nowMs) - nowMs) / 1000;
