import type { PostResult, ResponseHeaders } from '../../domain/webhook/outcome/post-result';
import type { PostRequest } from '../../http/post/post';
import { type HandshakeRequest, shakeHands } from './handshake';

const exchange = { timings: { total: 1 } };
const answer = (headers: ResponseHeaders, status = 200): PostResult => ({
  kind: 'response',
  status,
  headers,
  exchange,
});
const allowed = (origin: string, rate?: string): PostResult =>
  answer({ 'webhook-allowed-origin': origin, ...(rate !== undefined && { 'webhook-allowed-rate': rate }) });

const request = {
  url: 'https://hooks.example.com/',
  headers: { authorization: 'Bearer x' },
  origin: 'mail.example.com',
};

const shake = (result: PostResult, overrides: Partial<HandshakeRequest> = {}) =>
  shakeHands({ ...request, ...overrides }, async () => result);

async function asked(overrides: Partial<HandshakeRequest> = {}): Promise<readonly PostRequest[]> {
  const requests: PostRequest[] = [];
  await shakeHands({ ...request, ...overrides }, async (sent) => {
    requests.push(sent);
    return allowed('*');
  });
  return requests;
}

test('asks by OPTIONS, with the origin, the headers of the endpoint, and no body', async () => {
  const headers = { authorization: 'Bearer x', 'webhook-request-origin': 'mail.example.com' };
  expect(await asked()).toEqual([{ url: request.url, method: 'OPTIONS', headers, body: '' }]);
});

test.each([
  [10, '600'],
  [0.5, '30'],
  [1 / 3600, '1'],
])('a rate of %d a second is asked for as %s a minute', async (ratePerSecond, header) => {
  const [sent] = await asked({ ratePerSecond });
  expect(sent?.headers['webhook-request-rate']).toBe(header);
});

test.each([
  ['the origin', allowed('mail.example.com')],
  ['the origin in another case', allowed(' Mail.Example.COM ')],
  ['everybody', allowed('*')],
  ['everybody at any rate', allowed('*', '*')],
  ['everybody, without a body', answer({ 'webhook-allowed-origin': '*' }, 204)],
  [
    'everybody, and breaks off',
    {
      kind: 'failure',
      failure: 'reset',
      message: 'x',
      status: 200,
      headers: { 'webhook-allowed-origin': '*' },
      exchange,
    },
  ] as const,
])('an endpoint that allows %s has agreed', async (_, result) => {
  expect(await shake(result)).toEqual({ kind: 'granted' });
});

test.each([
  ['120', undefined, 2],
  ['120', 10, 2],
  ['1200', 10, 10],
  ['*', 10, 10],
  [undefined, 10, 10],
  [' 060 ', undefined, 1],
])('the rate %s, where %s a second were asked for, is %d a second', async (rate, ratePerSecond, granted) => {
  const result = await shake(allowed('*', rate), ratePerSecond === undefined ? {} : { ratePerSecond });
  expect(result).toEqual({ kind: 'granted', ratePerSecond: granted });
});

const failure = { kind: 'failure', failure: 'dns', message: 'name resolution failed: ENOTFOUND', exchange } as const;

test.each([
  ['failed', 'name resolution failed: ENOTFOUND', failure],
  ['failed', 'the endpoint answered HTTP 405', answer({ 'webhook-allowed-origin': '*' }, 405)],
  ['failed', 'the endpoint answered HTTP 302', answer({}, 302)],
  ['origin', 'the endpoint allows the origin of nobody, expected "mail.example.com" or "*"', answer({})],
  [
    'origin',
    'the endpoint allows the origin "example.com", expected "mail.example.com" or "*"',
    allowed('example.com'),
  ],
  [
    'origin',
    'the endpoint allows the origin "*.example.com", expected "mail.example.com" or "*"',
    allowed('*.example.com'),
  ],
  ['rate', 'the endpoint allows the rate "0", expected requests per minute, or "*"', allowed('*', '0')],
  ['rate', 'the endpoint allows the rate "-1", expected requests per minute, or "*"', allowed('*', '-1')],
  ['rate', 'the endpoint allows the rate "1.5", expected requests per minute, or "*"', allowed('*', '1.5')],
  ['rate', 'the endpoint allows the rate "1e3", expected requests per minute, or "*"', allowed('*', '1e3')],
])('refused (%s): %s', async (reason, message, result) => {
  expect(await shake(result)).toEqual({
    kind: 'refused',
    fault: { code: `webhook.handshake.${reason}`, path: '/url', message },
  });
});
