import type { Preview } from '../../../shared/operations/preview/preview-mail';
import type { Terminal } from '../terminal';

/** `de` for `de-AT` is what was asked for; another language is not. */
export function warnOfFallback(
  { type, locale, askedLocale: asked }: Pick<Preview, 'type' | 'locale' | 'askedLocale'>,
  { warn }: Pick<Terminal, 'warn'>,
): void {
  if (asked === undefined || languageOf(asked) === languageOf(locale)) return;
  warn(`the mail of ${type} has no texts for locale '${asked}': it is in '${locale}', as it would be sent`);
}

const languageOf = (tag: string): string | undefined => tag.toLowerCase().split('-')[0];
