/**
 * Parses a URL; undefined if malformed. Not by `URL.canParse`: in functions that V8 has optimized, Node reads Latin-1
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
