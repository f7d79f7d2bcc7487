/** A wait of more than a day is a mistake or a trick; the schedule bounds it further. */
export const MAX_RETRY_AFTER_SECONDS = 86_400;

const SECONDS = /^\d+$/;
/** IMF-fixdate, and the two obsolete forms that recipients have to accept; `asctime` has no zone and means GMT. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? [\w -]{6,12} \d\d:\d\d:\d\d (GMT|\d{4})$/;

/**
 * Seconds that a Retry-After header asks to wait, at most a day; `undefined` for what asks for no wait: a date in the
 * past, zero, anything malformed, such as a negative number.
 *
 * @see RFC 9110, sections 10.2.3 and 5.6.7
 */
export function retryAfterSeconds(value: string | undefined, nowMs: number): number | undefined {
  const seconds = parse(value?.trim() ?? '', nowMs);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}

/** NaN for anything malformed. */
const parse = (value: string, nowMs: number): number => {
  if (SECONDS.test(value)) return Number(value);
  if (!HTTP_DATE.test(value)) return Number.NaN;
  return Math.ceil((Date.parse(value.endsWith('GMT') ? value : `${value} GMT`) - nowMs) / 1000);
};
