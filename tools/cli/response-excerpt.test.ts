import { responseExcerpt } from './response-excerpt';

const excerpt = (response: string, rest = {}) => responseExcerpt({ timings: { total: 1 }, response, ...rest }, 20);

test.each([
  ['try later', 'try later'],
  ['a'.repeat(20), 'a'.repeat(20)],
  ['a'.repeat(21), `${'a'.repeat(20)} …`],
  [`${'a'.repeat(19)}😀`, `${'a'.repeat(19)}� …`],
  ['no\r\n\tverdict  ok', 'no\\r\\n\\tverdict  ok'],
  ['\u001b[2J\u0000\u009b', '\\u001b[2J\\u0000\\u009b'],
  ['a\u202eb\u2028c\u200fd', 'a\\u202eb\\u2028c\\u200fd'],
  ['', ''],
])('the response %j is shown as %j', (response, shown) => {
  expect(excerpt(response)).toBe(shown);
});

test('a response that was cut when it was read shows so', () => {
  expect([excerpt('short', { truncated: true }), excerpt('', { truncated: true })]).toEqual(['short …', '…']);
});

test('the excerpt of no response is empty', () => {
  expect(responseExcerpt({ timings: { total: 1 } }, 20)).toBe('');
});
