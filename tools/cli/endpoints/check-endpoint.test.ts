import { anEndpoint } from '../../../shared/testing/factories';
import { endpointFaults } from './check-endpoint';

const PUBLIC = { allowLoopback: false, allowedPorts: [] };
const LOCAL = { allowLoopback: true, allowedPorts: [] };
const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses;

const codes = async (...args: Parameters<typeof endpointFaults>) =>
  (await endpointFaults(...args)).map(({ code, path }) => `${code} ${path}`);

test('a public https endpoint is accepted', async () => {
  const types = ['order.*', 'invoice.created', '*'];
  expect(await endpointFaults(anEndpoint({ types }), PUBLIC, resolvesTo('93.184.216.34'))).toEqual([]);
});

test('everything that is wrong is told at once', async () => {
  const endpoint = { tenant: 'Demo', url: 'ftp://x', types: ['*', 'Order', ''], secrets: ['whsec_short'] };
  expect(await codes(endpoint, PUBLIC, resolvesTo())).toEqual([
    'notification.tenant.malformed /tenant',
    'webhook.url.scheme /url',
    'cli.type_malformed /types/1',
    'cli.type_malformed /types/2',
    'webhook.secret.malformed /secret',
  ]);
});

test('no message repeats the secret', async () => {
  const faults = await endpointFaults(anEndpoint({ secrets: ['whsec_c2hvcnQ='] }), PUBLIC, resolvesTo('1.1.1.1'));
  expect(faults).toHaveLength(1);
  expect(JSON.stringify(faults)).not.toContain('c2hvcnQ');
});

test('a name with any address that is not public is refused', async () => {
  expect(await codes(anEndpoint(), PUBLIC, resolvesTo('93.184.216.34', '10.0.0.1'))).toEqual([
    'webhook.address.not_public /url',
  ]);
});

test('loopback is accepted on a local stack only', async () => {
  const endpoint = anEndpoint({ url: 'http://localhost:9000/hooks' });
  expect(await codes(endpoint, LOCAL, resolvesTo('127.0.0.1', '::1'))).toEqual([]);
  expect(await codes(endpoint, PUBLIC, resolvesTo('127.0.0.1'))).toEqual([
    'webhook.url.scheme /url',
    'webhook.url.port /url',
    'webhook.url.host /url',
  ]);
});

test('the address of an IPv6 literal is looked at without its brackets, and no name server is asked', async () => {
  const asked: string[] = [];
  const resolve = async (host: string) => [host].filter((name) => asked.push(name));
  expect(await codes(anEndpoint({ url: 'http://[::1]:9000/' }), LOCAL, resolve)).toEqual([]);
  expect(asked).toEqual([]);
});

test('a name without an address is refused with the reason', async () => {
  const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  expect(await endpointFaults(anEndpoint(), PUBLIC, resolve)).toEqual([
    {
      ...{ code: 'cli.host_unresolved', path: '/url' },
      message: 'host hooks.example.com has no address (ENOTFOUND); check its spelling and DNS',
    },
  ]);
});
