/** IMF-fixdate, and the two obsolete forms that recipients have to accept; `asctime` has no zone and means GMT. */
const FORMS = [
  /^[A-Z][a-z]{2}, (?<day>\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d{1,2})-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

/**
 * Unix time in milliseconds of an HTTP date, NaN if malformed.
 *
 * @param nowMs decides the century of a two-digit year
 * @see RFC 9110, section 5.6.7
 */
export function parseHttpDate(text: string, nowMs: number): number {
  const { day, month, year = '', time } = FORMS.map((form) => form.exec(text)?.groups).find(Boolean) ?? {};
  return Date.parse(`${day} ${month} ${year.length === 2 ? fullYear(year, nowMs) : year} ${time} GMT`);
}

/** At most 50 years in the future. */
function fullYear(lastTwoDigits: string, nowMs: number): number {
  const latest = new Date(nowMs).getUTCFullYear() + 50;
  return latest - ((latest - Number(lastTwoDigits)) % 100);
}
