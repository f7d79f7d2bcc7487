import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { anEndpoint } from '../../../shared/testing/factories';
import { apiEvent, claimsOf } from './testing/api-event';
import { apiWorld } from './testing/api-world';

const claims = claimsOf('acme', 'operator', 'producer');
const endpoint = anEndpoint({ tenant: 'acme', id: 'ep_1' });
const failing = (error: unknown) => {
  const world = apiWorld();
  const registry = { ...world.ports.registry, find: () => Promise.reject(error) };
  return apiWorld({ ports: { registry } });
};
const UNEXPECTED = {
  type: 'urn:carillon:error:api.internal',
  title: 'Internal Server Error',
  status: 500,
  detail: 'the request failed; the fault is not yours',
  code: 'api.internal',
  fix: 'try it again; if it fails again, tell the operators the requestId',
  requestId: 'request-1',
};

test.each([
  ['an error without a code', new TypeError('table carillon-prod-ledger of ada@example.com\nat second line')],
  ['a code that no route should end with', new CodedError('audit.digest.no_key', 'the key of ada@example.com', 'f')],
  ['no error', 'ada@example.com'],
])('%s is answered as ours, without its message or stack, and logged with both', async (_what, error) => {
  const { call, log } = failing(error);
  const { status, body, text } = await call({ route: 'getEndpoint', claims, path: { id: 'ep_1' } });
  expect([status, body]).toEqual([500, UNEXPECTED]);
  expect(text).not.toMatch(/ada@|\.ts/);
  expect(log.lines).toEqual([
    {
      level: 'error',
      event: 'request_failed',
      fields: { requestId: 'request-1', error: expect.any(String), at: expect.any(String) },
    },
  ]);
});

test('the place of an error in the log is of its stack alone, however many lines its message has', async () => {
  const { call, log } = failing(new Error('first\nsecond of ada@example.com\nthird'));
  await call({ route: 'getEndpoint', claims, path: { id: 'ep_1' } });
  expect(log.lines[0]?.fields.at).toMatch(/^at /);
  expect(log.lines[0]?.fields.at).not.toContain('ada@');
});

test('a route that the function does not know is answered as ours', async () => {
  const { send } = apiWorld();
  const event = apiEvent({ route: 'getHealth' }, { routeKey: 'GET /v2/health' });
  expect(await send(event)).toMatchObject({ status: 500, body: UNEXPECTED });
});

test.each([
  ['an answer', { route: 'getHealth' } as const, 200, 'application/json'],
  ['an answer without a body', { route: 'removeEndpoint', claims, path: { id: 'ep_1' } } as const, 204, undefined],
  ['a refusal', { route: 'getEndpoint', claims, path: { id: 'no' } } as const, 404, 'application/problem+json'],
])('%s may not be cached, framed or sniffed', async (_what, call, status, type) => {
  const answered = await apiWorld({ endpoints: [endpoint] }).call(call);
  expect([answered.status, answered.headers]).toEqual([
    status,
    {
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      ...(type && { 'content-type': type }),
    },
  ]);
});

test('a change is logged with who made it; a read is not', async () => {
  const { call, log } = apiWorld({ endpoints: [endpoint] });
  await call({ route: 'getEndpoint', claims, path: { id: 'ep_1' } });
  expect(log.lines).toEqual([]);
  await call({ route: 'disableEndpoint', claims, path: { id: 'ep_1' }, body: { reason: 'moves' } });
  const fields = {
    requestId: 'request-1',
    route: 'disableEndpoint',
    status: 200,
    caller: 'someone',
    tenant: 'acme',
    id: 'ep_1',
  };
  expect(log.lines).toEqual([{ level: 'info', event: 'request_answered', fields }]);
});

test('no log line has an address, a body or a secret', async () => {
  const { call, log } = apiWorld();
  const address = 'ada@example.com';
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  await call({ route: 'addSuppression', claims, body: { address } });
  await call({ route: 'setPreferences', claims, path: { address }, body: { categories: { digest: false } } });
  await call({ route: 'removeSuppression', claims, path: { address } });
  await call({ route: 'addEndpoint', claims, body: { url: 'https://127.0.0.1/ada', types: ['*'], secret } });
  await call({
    route: 'publishNotifications',
    claims,
    body: { type: 'a.b', channels: 'email', recipients: address, data: {} },
  });
  expect(log.lines).toHaveLength(5);
  expect(JSON.stringify(log.lines)).not.toMatch(/ada|whsec|example/);
});
