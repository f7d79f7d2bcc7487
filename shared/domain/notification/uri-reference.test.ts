import { isUri, isUriReference } from './uri-reference';

const URIS = [
  'urn:shop',
  'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
  'https://shop.example/a?b#c',
  'https://user:pw@shop.example:8443/a/b;c=1,2?x=/?y#f/?',
  'http://[2001:db8::7]/c=GB?one',
  'mailto:orders@shop.example',
  'https://shop.example',
  'https://shop.example:',
  'tag:shop.example,2026:a%C3%BC',
  'file:///etc/hosts',
];
const RELATIVE = [
  '/shop/orders',
  '//shop.example/orders',
  'orders',
  './a:b',
  '../orders?x=1',
  '?x',
  '#f',
  'a/b:c',
  '*',
];

test.each(URIS)('%s is a URI, and so a reference', (text) => {
  expect([isUri(text), isUriReference(text)]).toEqual([true, true]);
});

test.each(RELATIVE)('%s is a reference, and no URI', (text) => {
  expect([isUri(text), isUriReference(text)]).toEqual([false, true]);
});

test.each([
  '',
  'a b',
  'a\nb',
  '<x>',
  '"x"',
  'a{b}',
  'a|b',
  'a\\b',
  'a^b',
  'a`b',
  '/für/alle',
  '/100%',
  '/%zz',
  '/%4',
  'a#b#c',
  'http://[::1',
  'http://a]b/',
  '/a[b]',
  '1a:b',
  ':a',
  'http://host:port/',
])('%j is neither', (text) => {
  expect([isUri(text), isUriReference(text)]).toEqual([false, false]);
});

test.each([['a'.repeat(256)], [`/${'a:'.repeat(120)}`], [`${'%41'.repeat(80)}!`]])(
  'a long one is judged at once',
  (text) => {
    expect(isUriReference(text)).toBe(true);
    expect(isUriReference(`${text} `)).toBe(false);
  },
);
