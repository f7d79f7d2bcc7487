/**
 * The URL that a text is, undefined for none. Not by `URL.canParse`: once V8 has compiled its callers, Node reads Latin-1
 * text as UTF-8 there, and calls `https://bücher.example/` malformed.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    // No URL.
  }
  return undefined;
}
