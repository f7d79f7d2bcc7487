import { lookupLocale } from '../render/locale';

/** Of a mail that may be unsubscribed. */
export interface UnsubscribeLink {
  /** https; whoever follows it is asked, and whoever posts to it is unsubscribed. */
  readonly url: string;
  /** What the category is called, by language. */
  readonly names: Readonly<Record<string, string>>;
}

const SENTENCES: Readonly<Record<string, (name: string) => string>> = {
  en: (name) => `Unsubscribe from ${name}`,
  de: (name) => `${name} abbestellen`,
};
const FALLBACK = 'en';

/** The words of the link, in the language of the mail; in English where sentence or name are not known in it. */
export function unsubscribeText({ names }: UnsubscribeLink, locale: string): string {
  const known = Object.keys(names).filter((language) => Object.hasOwn(SENTENCES, language));
  const language = lookupLocale(locale, known, FALLBACK);
  return (SENTENCES[language] ?? String)(names[language] ?? '');
}

/**
 * For clients that show a button of their own. Both are needed: the second says that a POST to the first unsubscribes
 * without asking, which scanners that follow links do not send.
 *
 * @see RFC 2369, section 3.2; RFC 8058, section 3
 */
export const unsubscribeHeaders = ({ url }: UnsubscribeLink): Readonly<Record<string, string>> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
