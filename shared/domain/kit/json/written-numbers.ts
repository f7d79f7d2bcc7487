/**
 * Matches numbers of 16 characters or more, or with an exponent. A shorter one has at most 15 digits, which a double
 * represents exactly.
 */
const LONG_NUMBER = /(?:^|[[:,\s])-?(?:[\d.]{16}|[\d.]{1,15}[eE])[\d.eE+-]*/g;
/** Written out 16 times: V8 then skips up to 16 characters at once, and with `{16}` it would look at each. */
const SIXTEEN_CHARACTERS = new RegExp('[\\d.]'.repeat(16));
const EXPONENT = /\d[eE][+-]?\d+(?:[\s,\]}]|$)/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const NUMBER = /^-?(?<whole>\d+)\.?(?<fraction>\d*)(?:e(?<power>.+))?$/i;

/**
 * The value of a JSON text with each lossy number as its original text, that is, each number that a double would
 * change. All else is equal, so that both values can be walked in parallel: a number in one that is a text in the other
 * is lossy. Returns the same object if no number is lossy. Linear time; a text without lossy numbers is scanned once,
 * by one pattern.
 */
export function asWritten(text: string, value: unknown): unknown {
  if (hasShortNumbers(text) || !mayLoseDigits(text)) return value;
  const marked = text.replace(STRING_OR_NUMBER, (token) => (isLossy(token) ? `"${token}"` : token));
  return JSON.parse(marked);
}

/**
 * Whether every number of a JSON text is an integer of less than 2^53, or another decimal that a double represents exactly:
 * none has 16 characters or an exponent. May be false for digits inside a string.
 */
export const hasShortNumbers = (text: string): boolean => !SIXTEEN_CHARACTERS.test(text) && !EXPONENT.test(text);

/** May also match inside a string: excluding strings would take three times as long, and is seldom needed. */
const mayLoseDigits = (text: string): boolean =>
  (text.match(LONG_NUMBER) ?? []).some((found) => isLossy(found.replace(/^[^-\d]/, '')));

/** Compares with the shortest decimal of the double, which is what is sent on. False for a string. */
function isLossy(token: string): boolean {
  const sent = String(Number(token));
  return sent !== token && decimalOf(sent) !== decimalOf(token);
}

/**
 * Canonical form of a decimal: its digits without zeros at either end, and the exponent. Without the sign, which a
 * double keeps except for zero.
 */
function decimalOf(number: string): string {
  const { whole = '', fraction = '', power = '0' } = NUMBER.exec(number)?.groups ?? {};
  const digits = `${whole}${fraction}`;
  const end = endOfDigits(digits);
  const significant = digits.slice(0, end).replace(/^0+/, '');
  return significant === '' ? '0' : `${significant}e${Number(power) - fraction.length + digits.length - end}`;
}

/** A loop, because `/0+$/` takes quadratic time on zeros that are followed by other digits. */
function endOfDigits(digits: string): number {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return end;
}
