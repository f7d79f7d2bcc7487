import { headersRead, keptAliveMs } from './response-head';

test('the headers that Carillon reads are found in any case, all lines of one name joined', () => {
  const raw = ['Retry-After', '5', 'X-Other', 'y', 'retry-after', '60', 'WebHook-Allowed-Rate', '120'];
  expect(headersRead(raw)).toEqual({ 'retry-after': '5, 60', 'webhook-allowed-rate': '120' });
});

test('a header without a value is an empty text', () => {
  expect(headersRead(['retry-after', ''])).toEqual({ 'retry-after': '' });
});

test.each([
  ['timeout=5', 4_000],
  ['timeout=5, max=100', 4_000],
  ['timeout=1', 0],
  ['timeout=0', 0],
  ['max=100', undefined],
  ['timeout=soon', undefined],
  ['', undefined],
])('with Keep-Alive %p a connection may be reused for %p ms', (value, expected) => {
  expect(keptAliveMs(['Date', 'now', 'Keep-Alive', value])).toBe(expected);
});

test('without Keep-Alive nothing limits the reuse', () => {
  expect(keptAliveMs(['Retry-After', 'timeout=1'])).toBeUndefined();
});
