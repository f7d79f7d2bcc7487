const ELLIPSIS = '…';
/** Of graphemes, its default. */
const segmenter = new Intl.Segmenter('und');

/**
 * At most `maxLength` UTF-16 code units (so at most three times as many octets in UTF-8), the ellipsis included.
 * Cuts between graphemes: half of an emoji or a letter without its accent would show as something else.
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  // The last grapheme makes room for the ellipsis, whole or not.
  for (const { index } of segmenter.segment(text.slice(0, maxLength))) end = index;
  return text.slice(0, end).trimEnd() + ELLIPSIS;
}
