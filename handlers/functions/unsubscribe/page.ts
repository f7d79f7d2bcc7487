import { sha256Digest } from '../../../shared/domain/kit/text/sha256-digest';
import type { Language } from './language';

/** A self-contained page: no scripts, no external resources, and nothing about its reader. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type PageKind = 'question' | 'done' | 'invalid';

interface Words {
  readonly title: string;
  readonly text: string;
  readonly button?: string;
}

const WORDS: Readonly<Record<Language, Readonly<Record<PageKind, (category: string) => Words>>>> = {
  en: {
    question: (category) => ({
      title: `Unsubscribe from ${category}?`,
      text: 'You will get no more mails of this kind. Mails about your own orders and account still come.',
      button: 'Unsubscribe',
    }),
    done: (category) => ({
      title: `You are unsubscribed from ${category}`,
      text: 'You will get no more mails of this kind. You can close this page.',
    }),
    invalid: () => ({
      title: 'This link is not valid',
      text: 'It may have been cut off. Open it from the mail again, or ask the sender to unsubscribe you.',
    }),
  },
  de: {
    question: (category) => ({
      title: `${category} abbestellen?`,
      text: 'Sie bekommen dann keine Mails dieser Art mehr. Mails zu Ihren Bestellungen und Ihrem Konto kommen weiterhin.',
      button: 'Abbestellen',
    }),
    done: (category) => ({
      title: `${category} sind abbestellt`,
      text: 'Sie bekommen keine Mails dieser Art mehr. Sie können diese Seite schließen.',
    }),
    invalid: () => ({
      title: 'Dieser Link ist nicht gültig',
      text: 'Vielleicht wurde er abgeschnitten. Öffnen Sie ihn noch einmal aus der Mail, oder bitten Sie den Absender, Sie abzumelden.',
    }),
  },
};

const STYLE = `:root{color-scheme:light dark}
body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;min-height:100vh}
main{max-width:34rem;padding:1.5rem}
h1{font-size:1.5rem;line-height:1.25}
button{font:inherit;font-weight:600;padding:.75rem 1.5rem;border:0;border-radius:.5rem;background:#0b57d0;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid currentColor;outline-offset:3px}`;

const styleHash = sha256Digest(STYLE).toString('base64');

/** The form posts the same body as a mail client's one-click button (RFC 8058, section 3.1), to the page's own URL. */
const form = (button: string): string =>
  `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>${escaped(button)}</button></form>`;

export function renderPage(kind: PageKind, language: Language, category = ''): Page {
  const { title, text, button } = WORDS[language][kind](category);
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${button === undefined ? '' : form(button)}
</main>
</body>
</html>
`;
  return { html, headers: { ...HEADERS, 'content-language': language } };
}

/** The page's URL contains the reader's secret token: it must not be cached, sent as a referrer, or indexed. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'browsing-topics=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  vary: 'accept-language',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
