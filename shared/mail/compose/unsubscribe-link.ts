import { lookupLocale } from '../render/locale';

/** The unsubscribe link of a mail with a category. */
export interface UnsubscribeLink {
  /** https. A GET asks for confirmation, a POST unsubscribes. */
  readonly url: string;
  /** Display names of the category, by language. */
  readonly names: Readonly<Record<string, string>>;
}

const SENTENCES: Readonly<Record<string, (name: string) => string>> = {
  en: (name) => `Unsubscribe from ${name}`,
  de: (name) => `${name} abbestellen`,
};
const FALLBACK = 'en';

/** The link's text in the language of the mail; in English if the sentence or the name is missing in that language. */
export function unsubscribeText({ names }: UnsubscribeLink, locale: string): string {
  const known = Object.keys(names).filter((language) => Object.hasOwn(SENTENCES, language));
  const language = lookupLocale(locale, known, FALLBACK);
  return (SENTENCES[language] ?? String)(names[language] ?? '');
}

/**
 * Headers for clients with an unsubscribe button. Both are required: the second declares that a POST to the URL of the
 * first unsubscribes without confirmation. Scanners that follow links do not POST.
 *
 * @see RFC 2369, section 3.2; RFC 8058, section 3
 */
export const unsubscribeHeaders = ({ url }: UnsubscribeLink): Readonly<Record<string, string>> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
