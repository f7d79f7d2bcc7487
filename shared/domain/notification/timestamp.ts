const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** Moments whose digits alone show that they exist: every month has days 1 to 28. */
const PLAIN =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Whether the text is an existing RFC 3339 moment. `Date` alone does not tell: it reads 30 February as 2 March, and
 * knows no leap second.
 *
 * @see RFC 3339, sections 5.6 and 5.7
 */
export const isTimestamp = (text: string): boolean => PLAIN.test(text) || exists(text);

function exists(text: string): boolean {
  const [, ...parts] = RFC_3339.exec(text) ?? [];
  if (parts.length === 0) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(0, 6).map(Number);
  const [offsetHour = 0, offsetMinute = 0] = parts.slice(7).map((part) => Number(part ?? 0));
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  const isTime = hour <= 23 && minute <= 59 && offsetHour <= 23 && offsetMinute <= 59;
  return isDate && isTime && (second <= 59 || (second === 60 && isEndOfMonth(new Date(momentOf(text)))));
}

/**
 * Whether a leap second may end at `next`: UTC appends it to the last minute of a month, and `momentOf` returns the
 * second after it.
 */
const isEndOfMonth = (next: Date): boolean =>
  next.getUTCDate() === 1 && next.getUTCHours() === 0 && next.getUTCMinutes() === 0 && next.getUTCSeconds() === 0;

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Unix time in milliseconds. A leap second counts as the second after it, as POSIX does. */
export const momentOf = (timestamp: string): number =>
  timestamp.slice(17, 19) === '60'
    ? Date.parse(`${timestamp.slice(0, 17)}59${timestamp.slice(19).replace(/^\.\d+/, '')}`) + 1_000
    : Date.parse(timestamp);
