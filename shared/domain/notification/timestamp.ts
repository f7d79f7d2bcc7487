/** The ranges of all digits but the day, whose last one depends on the month. */
const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Whether the text is an existing RFC 3339 moment. `Date` alone does not tell: it reads 30 February as 2 March, and
 * knows no leap second.
 *
 * @see RFC 3339, sections 5.6 and 5.7
 */
export const isTimestamp = (text: string): boolean => RFC_3339.test(text) && isDay(text) && isSecond(text);

function isDay(text: string): boolean {
  const day = Number(text.slice(8, 10));
  return day <= 28 || day <= daysOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

const isSecond = (text: string): boolean => text.slice(17, 19) !== '60' || isEndOfMonth(new Date(momentOf(text)));

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
