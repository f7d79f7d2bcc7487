import { browserRefusal } from './browser-refusal';
import { PORT, REFUSAL_CASES } from './testing/refusal-cases';

test.each(REFUSAL_CASES)('$what: $refusal', ({ headers, refusal }) => {
  expect(browserRefusal(headers, PORT)).toBe(refusal);
});

const BROWSER = 'this server is not for web browsers';
test.each(REFUSAL_CASES)('a page does not change what is no opened page: $what', ({ headers, refusal }) => {
  const isOpened = ['none', 'same-origin'].includes(headers['sec-fetch-site'] ?? '') && refusal === BROWSER;
  expect(browserRefusal(headers, PORT, true)).toBe(isOpened ? undefined : refusal);
});
