/**
 * The best match for the wanted language tag among the available ones, else the fallback: `de-AT-1996` finds `de-AT`, then
 * `de`. Case-insensitive; returns the spelling in `available`.
 *
 * @see RFC 4647, section 3.4, "Lookup"
 */
export function lookupLocale(wanted: string | undefined, available: readonly string[], fallback: string): string {
  for (let range = wanted?.toLowerCase() ?? ''; range !== ''; range = shortened(range)) {
    const found = available.find((tag) => tag.toLowerCase() === range);
    if (found !== undefined) return found;
  }
  return fallback;
}

/** Removes the last subtag, and a singleton before it, such as the `x` of `de-x-formal`. */
const shortened = (range: string): string =>
  range
    .split('-')
    .slice(0, -1)
    .join('-')
    .replace(/-[a-z0-9]$/, '');
