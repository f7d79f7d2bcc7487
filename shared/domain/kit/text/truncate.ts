const ELLIPSIS = '…';
/** Splits into graphemes, the default. */
const segmenter = new Intl.Segmenter('und');

/**
 * Truncates to `maxLength` UTF-16 code units (at most three times as many bytes in UTF-8), the ellipsis included. Cuts
 * between graphemes: half of an emoji, or a letter without its accent, would show as something else.
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  // Drop the last grapheme for the ellipsis, whole or not.
  for (const { index } of segmenter.segment(text.slice(0, maxLength))) end = index;
  return text.slice(0, end).trimEnd() + ELLIPSIS;
}
