import type { Preview } from '../../../shared/operations/preview/preview-mail';
import type { Terminal } from '../terminal';

/** Warns if the mail is in another language than was asked for; `de` for `de-AT` is no fallback. */
export function warnOfFallback(
  { type, locale, askedLocale: asked }: Pick<Preview, 'type' | 'locale' | 'askedLocale'>,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  if (asked === undefined || languageOf(asked) === languageOf(locale)) return;
  warn(`the mail of ${type} has no texts for locale '${asked}': it is in '${locale}', as it would be sent`);
}

const languageOf = (tag: string): string | undefined => tag.toLowerCase().split('-')[0];
