import { createProducer } from '../../shared/producer';
import { aTenant } from '../../shared/testing/factories';
import { type ApiCall, apiUrl, callApi } from '../support/api';
import { state } from '../support/harness';
import { type Issuer, startIssuer, type TokenChange } from '../support/issuer';
import { scenario } from '../support/scenario';
import { eventually, settled } from '../support/world';

const invoice = { type: 'invoice.created', channels: 'webhook', data: { invoice: 'R-17' } };
const hooks = { url: 'http://127.0.0.1:9/hooks', types: ['order.*'] };

let issuer: Issuer;
const tokenFor = (tenant: string, ...role: readonly string[]) => issuer.token({ claims: { tenant, role } });
const call = (token: string, method: string, path: string, more: ApiCall = {}) =>
  callApi(method, `/oidc/v1${path}`, { token, ...more });

/** One for all: API Gateway, and emulators of it, cache the keys of an issuer for hours. */
beforeAll(async () => {
  issuer = await startIssuer(state.issuer);
});
afterAll(() => issuer.close());

scenario('tokens', ['functions', 'http-api', 'tokens'], () => {
  test('each role may do what is its own, and nothing else', async () => {
    const tenant = aTenant();
    const statuses = async (role: string) =>
      Promise.all([
        call(tokenFor(tenant, role), 'POST', '/endpoints', { body: hooks }).then(({ status }) => status),
        call(tokenFor(tenant, role), 'POST', '/notifications', { body: invoice }).then(({ status }) => status),
        call(tokenFor(tenant, role), 'GET', '/suppressions?address=ada@example.com').then(({ status }) => status),
        call(tokenFor(tenant, role), 'GET', '/types').then(({ status }) => status),
      ]);
    expect(await statuses('operator')).toEqual([201, 403, 200, 200]);
    expect(await statuses('producer')).toEqual([403, 202, 403, 200]);
    expect(await statuses('reader')).toEqual([403, 403, 200, 200]);
    expect(await statuses('admin')).toEqual([403, 403, 403, 403]);
  });

  test('the SDK publishes with a token of a producer, and says so if it is of a reader or of nobody', async () => {
    const tenant = aTenant();
    const publish = (token: string) =>
      createProducer({
        endpoint: apiUrl(''),
        token,
        source: '/shop',
        tenant,
        unknownTypes: 'allow',
      }).publishNotification({
        ...invoice,
        channels: 'audit',
      });
    const { id } = await publish(tokenFor(tenant, 'producer'));
    expect((await settled(id, 0)).event).toMatchObject({ tenant });
    await expect(publish(tokenFor(tenant, 'reader'))).rejects.toMatchObject({ code: 'producer.not_authorized' });
    await expect(publish('none')).rejects.toMatchObject({ code: 'producer.credentials' });
    const foreign = publish(tokenFor(aTenant(), 'producer'));
    await expect(foreign).rejects.toMatchObject({ faults: [{ code: 'api.tenant_foreign', path: '/tenant' }] });
  });

  test('a token of several roles has them all, and without a tenant it may do nothing', async () => {
    const both = tokenFor(aTenant(), 'producer', 'operator');
    expect((await call(both, 'POST', '/notifications', { body: invoice })).status).toBe(202);
    expect((await call(both, 'POST', '/endpoints', { body: hooks })).status).toBe(201);
    const without = issuer.token({ claims: { role: 'operator' } });
    expect((await call(without, 'GET', '/types')).status).toBe(403);
  });

  const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
  test.each<[string, () => TokenChange]>([
    ['expired', () => ({ claims: { exp: seconds(-60) } })],
    ['not valid yet', () => ({ claims: { nbf: seconds(120) } })],
    ['unsigned', () => ({ alg: 'none' })],
    ['of another issuer', () => ({ claims: { iss: 'https://issuer.example.com' } })],
    ['for another audience', () => ({ claims: { aud: 'another' } })],
    ['for no audience', () => ({ claims: { aud: undefined } })],
    ['signed with another key', () => ({ isForged: true })],
    ['signed with the public key as a secret', () => ({ alg: 'HS256' })],
  ])('a token that is %s gets 401', async (_what, change) => {
    const { claims, ...rest } = change();
    const token = issuer.token({ ...rest, claims: { tenant: aTenant(), role: 'reader', ...claims } });
    expect((await call(token, 'GET', '/types')).status).toBe(401);
  });

  test.each([['nothing'], ['a.b.c'], ['']])('%j is no token', async (token) => {
    expect((await call(token, 'GET', '/types')).status).toBe(401);
  });

  test('who signs with AWS credentials is refused where tokens are expected', async () => {
    expect((await callApi('GET', '/oidc/v1/types')).status).toBe(401);
  });

  test('what another tenant has is as unknown as what nobody has', async () => {
    const [own, other] = [aTenant(), aTenant()];
    const roles = ['reader', 'operator', 'producer'];
    const [mine, theirs] = [tokenFor(own, ...roles), tokenFor(other, ...roles)];
    expect((await call(mine, 'POST', '/endpoints', { body: hooks })).status).toBe(201);
    const { body: added } = await call(theirs, 'POST', '/endpoints', { body: hooks });
    const { body: published } = await call(theirs, 'POST', '/notifications', { body: invoice });
    await eventually(
      () => call(theirs, 'GET', `/notifications/${published.id}`),
      ({ status }) => status === 200,
    );
    const ids = { [added.endpoint.id]: 'ep_01m99vvae0dxk8dr745633ez6j', [published.id]: '01M99VVAE0DXK8DR745633EZ6J' };
    for (const path of [`/endpoints/${added.endpoint.id}`, `/notifications/${published.id}`]) {
      const [foreign, unknown] = await Promise.all([path, replaced(path, ids)].map((one) => call(mine, 'GET', one)));
      expect([foreign?.status, replaced(masked(foreign?.body), ids)]).toEqual([404, masked(unknown?.body)]);
    }
    const queries = [other, aTenant()].map((tenant) => call(mine, 'GET', `/endpoints?tenant=${tenant}`));
    const [named, unnamed] = await Promise.all(queries);
    expect([named?.status, masked(named?.body)]).toEqual([404, masked(unnamed?.body)]);
    expect((await call(mine, 'DELETE', `/endpoints/${added.endpoint.id}`)).status).toBe(404);
    expect((await call(theirs, 'GET', `/endpoints/${added.endpoint.id}`)).status).toBe(200);
  });
});

const replaced = (text: string, ids: Readonly<Record<string, string>>): string =>
  Object.entries(ids).reduce((result, [id, unknown]) => result.replaceAll(id, unknown), text);
const masked = (body: object): string => JSON.stringify({ ...body, requestId: undefined });

scenario('tokens that never expire', ['functions', 'http-api', 'tokens', 'token-expiry'], () => {
  test('get 401', async () => {
    const token = issuer.token({ claims: { tenant: aTenant(), role: 'reader', exp: undefined } });
    expect((await call(token, 'GET', '/types')).status).toBe(401);
  });
});

scenario('signatures', ['functions', 'http-api', 'tokens', 'signatures'], () => {
  test('a token is refused where a signature is expected', async () => {
    const { status } = await callApi('GET', '/v1/types', { token: tokenFor(aTenant(), 'reader') });
    expect(status).toBe(403);
  });
});
