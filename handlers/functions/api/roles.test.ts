import type { Role } from '../../../shared/api/contract/define-route';
import { apiEvent, claimsOf, ROUTE_IDS, rowOf } from './testing/api-event';
import { apiWorld } from './testing/api-world';
import { VALID, validCall, withQuery } from './testing/valid-calls';

const ROLES: readonly Role[] = ['reader', 'operator', 'producer'];
const allowed = (id: (typeof ROUTE_IDS)[number]): readonly string[] => {
  const { roles } = rowOf(id);
  return roles === 'everyone' ? ROLES : roles;
};
const closed = ROUTE_IDS.filter((id) => rowOf(id).roles !== 'everyone');

test('every route has a valid call', () => {
  expect(Object.keys(VALID).toSorted()).toEqual(ROUTE_IDS.toSorted());
});

const refused = closed.flatMap((id) => [
  ...ROLES.filter((role) => !allowed(id).includes(role)).map((role) => [id, role, claimsOf('acme', role)] as const),
  [id, 'no role', claimsOf('acme')] as const,
  [id, 'a role that does not exist', claimsOf('acme', 'admin', '*')] as const,
  [id, 'no tenant', { sub: 'someone', role: '[reader operator producer]' }] as const,
  [id, 'a malformed tenant', claimsOf('acme,globex', ...ROLES)] as const,
  [id, 'no claims', {}] as const,
]);

test.each(refused)('%s refuses a token with %s, before any port is called', async (route, _what, claims) => {
  const { call, calls, log } = apiWorld();
  expect(await call(validCall(route, { claims }))).toMatchObject({ status: 403, body: { code: 'api.forbidden' } });
  expect(calls).toEqual([]);
  expect(log.lines).toEqual([]);
});

test.each(refused)('%s refuses a token with %s, whatever else is wrong', async (route, _what, claims) => {
  const { call } = apiWorld();
  const body = rowOf(route).method === 'GET' ? {} : { body: '{"a":', headers: { 'content-type': 'text/html' } };
  const asked = { route, claims, query: 'tenant=A&tenant=B&no=such', ...body };
  expect((await call(asked)).status).toBe(403);
});

test.each(closed)('%s refuses a request that nobody authenticated, before any port is called', async (route) => {
  const { send, calls } = apiWorld();
  const event = apiEvent(validCall(route));
  Object.assign(event.requestContext, { authorizer: undefined });
  expect((await send(event)).status).toBe(403);
  expect(calls).toEqual([]);
});

test.each(closed.flatMap((id) => allowed(id).map((role) => [id, role] as const)))(
  '%s lets a %s in',
  async (id, role) => {
    const { call } = apiWorld();
    expect((await call(validCall(id, { claims: claimsOf('acme', role) }))).status).not.toBe(403);
  },
);

test.each(closed.filter((id) => rowOf(id).tenant === 'required'))(
  '%s asks a caller of every tenant to name one',
  async (route) => {
    for (const claims of [undefined, claimsOf('*', ...ROLES)]) {
      const { call, calls } = apiWorld();
      const without = validCall(route, { ...(claims && { claims }) });
      expect(await call(without)).toMatchObject({
        status: 400,
        body: { errors: [{ in: 'query', pointer: '/tenant', code: 'api.parameter_invalid' }] },
      });
      expect(calls).toEqual([]);
      expect((await call(withQuery(without, { tenant: 'acme' }))).status).not.toBe(400);
    }
  },
);

test('what a caller may not do says what it is and what it needs', async () => {
  const { call } = apiWorld();
  const { body } = await call(validCall('listEndpoints', { claims: claimsOf('acme', 'producer') }));
  expect(body).toEqual({
    type: 'urn:carillon:error:api.forbidden',
    title: 'Forbidden',
    status: 403,
    code: 'api.forbidden',
    detail: 'you have the role producer, needed is reader or operator',
    fix: 'ask the issuer of your tokens',
    requestId: 'request-1',
  });
});
