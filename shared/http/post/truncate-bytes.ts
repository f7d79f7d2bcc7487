const encoder = new TextEncoder();

/** The longest prefix of the text with at most `maxBytes` in UTF-8 that ends between characters. */
export function truncateBytes(text: string, maxBytes: number): string {
  // No text has fewer bytes than UTF-16 code units, and most texts are short.
  // Stryker disable next-line ConditionalExpression,EqualityOperator: the long way comes to the same
  if (text.length * 3 <= maxBytes) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}
