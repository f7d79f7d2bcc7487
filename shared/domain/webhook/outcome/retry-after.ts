import { parseHttpDate } from './http-date';

/** A wait of more than a day is a mistake or a trick; the schedule bounds it further. */
export const MAX_RETRY_AFTER_SECONDS = 86_400;

/** RFC 9110 has digits alone; receivers whose rate limiter counts in milliseconds send fractions, such as `299.997`. */
const SECONDS = /^(\d+(\.\d+)?|\.\d+)$/;
/** Where proxies join several lines into one. The comma of a date has its day behind it. */
const BETWEEN_VALUES = /,(?! *\d{1,2}[ -][A-Z])/;

/**
 * Whole seconds that a Retry-After header asks to wait, at most a day: the longest of several values, so that none of them
 * is disregarded. `undefined` for what asks for no wait: a date in the past, zero, anything malformed, such as a negative
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
