import { outcome as outcomeOf } from './outcome';
import { classOf } from './outcome-classes';
import type { PostFailureKind, PostResult } from './post-result';

const NOW_MS = Date.parse('2026-01-01T00:00:00.500Z');

const exchange = { timings: { total: 1 } };
/** Without what is kept for the log, which every outcome has. */
const outcome = (result: PostResult, nowMs: number) => {
  const { exchange, ...rest } = outcomeOf(result, nowMs);
  expect(exchange).toEqual({ ...result.exchange, class: classOf(result) });
  return rest;
};
const response = (status: number, retryAfter?: string): PostResult => ({
  kind: 'response',
  status,
  exchange,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});
const failure = (kind: PostFailureKind): PostResult => ({
  kind: 'failure',
  failure: kind,
  message: `${kind} happened`,
  exchange,
});

it.each([200, 201, 204, 299])('HTTP %i is delivered', (status) => {
  expect(outcome(response(status), NOW_MS)).toEqual({ kind: 'delivered', reference: `HTTP ${status}` });
});

it('a success with Retry-After, or with a body that was cut off, is delivered', () => {
  expect(outcome(response(200, '60'), NOW_MS)).toEqual({ kind: 'delivered', reference: 'HTTP 200' });
  const cutOff = { ...exchange, truncated: true } as const;
  expect(outcome({ ...response(200), exchange: cutOff }, NOW_MS).kind).toBe('delivered');
});

it('HTTP 410 is rejected: the endpoint is gone', () => {
  expect(outcome(response(410, '60'), NOW_MS)).toEqual({ kind: 'rejected', reason: 'endpoint is gone' });
});

it.each([199, 300, 301, 302, 307, 308, 400, 401, 403, 404, 409, 411, 429, 451, 500, 502, 503, 504, 599, 999, 0])(
  'HTTP %i is retried',
  (status) => expect(outcome(response(status), NOW_MS)).toEqual({ kind: 'retry', reason: `HTTP ${status}` }),
);

it('a response that breaks off counts by its status, which the receiver has given', () => {
  const brokenOff = (status: number): PostResult => ({ ...failure('reset'), status }) as PostResult;
  expect(outcome(brokenOff(200), NOW_MS)).toEqual({ kind: 'delivered', reference: 'HTTP 200, then reset happened' });
  expect(outcome(brokenOff(503), NOW_MS)).toEqual({ kind: 'retry', reason: 'HTTP 503, then reset happened' });
  const asking = { ...brokenOff(503), headers: { 'retry-after': '60' } };
  expect(outcome(asking, NOW_MS)).toEqual({
    kind: 'retry',
    reason: 'HTTP 503, then reset happened',
    afterSeconds: 60,
  });
});

it('a refused address is rejected', () => {
  expect(outcome(failure('address'), NOW_MS)).toEqual({ kind: 'rejected', reason: 'address happened' });
});

it.each<PostFailureKind>(['dns', 'connect', 'tls', 'timeout', 'reset', 'protocol'])(
  'a %s failure is retried',
  (kind) => {
    expect(outcome(failure(kind), NOW_MS)).toEqual({ kind: 'retry', reason: `${kind} happened` });
  },
);

describe('Retry-After', () => {
  it.each([
    ['1', 1],
    ['120', 120],
    [' 120 ', 120],
    ['086400', 86_400],
    ['86401', 86_400],
    ['9'.repeat(400), 86_400],
    ['299.997', 300],
    ['.25', 1],
    ['86400.5', 86_400],
    ['5, 6', 6],
    ['60, soon, -90', 60],
    ['30, Thu, 01 Jan 2026 00:01:00 GMT', 60],
    ['Thu, 01 Jan 2026 00:01:00 GMT,90', 90],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
    ['Thu, 01 Jan 2026 00:00:01 GMT', 1],
    ['Thursday, 01-Jan-26 00:01:00 GMT', 60],
    ['Thu Jan  1 00:01:00 2026', 60],
    ['Thu Jan 22 00:01:00 2026', 86_400],
    ['\tThu, 01 Jan 2026 00:01:00 GMT ', 60],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400],
    ['Thursday, 31-Dec-76 23:59:59 GMT', 86_400],
  ])('%j asks to wait %i s', (value, afterSeconds) => {
    expect(outcome(response(503, value), NOW_MS)).toEqual({ kind: 'retry', reason: 'HTTP 503', afterSeconds });
  });

  it.each([
    '',
    '0',
    '-5',
    '+5',
    '-299.997',
    '0.0',
    '1.',
    '1.5.2',
    '1e9',
    '0x10',
    '-5, 0',
    'soon',
    'NaN',
    'Infinity',
    '2030-01-01T00:00:00Z',
    'Thu, 01 Jan 2026 00:01:00',
    'Thu, 01 Jan 2026 00:01:00 CET',
    'Thu, 99 Jan 2026 00:01:00 GMT',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Friday, 31-Dec-77 23:59:59 GMT',
    'Thu Jan  1 00:00:00 1970',
  ])('%j asks for no wait', (value) => {
    expect(outcome(response(429, value), NOW_MS)).toEqual({ kind: 'retry', reason: 'HTTP 429' });
  });
});
