export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The reader's first choice among the supported languages; English if none is supported. */
export function preferredLanguage(acceptLanguage = ''): Language {
  const ranges = acceptLanguage.split(',').slice(0, 20).map(parseRange);
  const wanted = ranges.filter(({ quality }) => quality > 0).toSorted((one, other) => other.quality - one.quality);
  for (const { tag } of wanted) {
    const known = tag === '*' ? 'en' : LANGUAGES.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (known) return known;
  }
  return 'en';
}

/** @see RFC 9110, section 12.5.4 */
function parseRange(range: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}
