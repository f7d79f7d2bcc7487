import { unsubscribeHeaders, unsubscribeText } from './unsubscribe-link';

const names = { en: 'weekly digests', de: 'Wochenberichte', fr: 'résumés' };
const url = 'https://a.example/unsubscribe/x';

it.each([
  ['en', 'Unsubscribe from weekly digests'],
  ['de-AT', 'Wochenberichte abbestellen'],
  ['fr', 'Unsubscribe from weekly digests'],
  ['constructor', 'Unsubscribe from weekly digests'],
])("in %s the link's text is: %s", (locale, text) => {
  expect(unsubscribeText({ url, names }, locale)).toBe(text);
});

it('where the category has no name in the language, it is English', () => {
  expect(unsubscribeText({ url, names: { en: 'news' } }, 'de')).toBe('Unsubscribe from news');
});

it('the headers are those of one-click unsubscribe (RFC 8058)', () => {
  const post = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  expect(unsubscribeHeaders({ url, names })).toEqual({ 'List-Unsubscribe': `<${url}>`, ...post });
});
