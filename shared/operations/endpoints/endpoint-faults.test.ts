import { A_SECRET } from '../../testing/factories';
import { endpointFaults } from './endpoint-faults';
import type { EndpointRequest } from './new-endpoint';

const PUBLIC = { allowLoopback: false, allowedPorts: [] };
const LOCAL = { allowLoopback: true, allowedPorts: [] };
const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses;

const aRequest = (overrides: Partial<EndpointRequest> = {}): EndpointRequest => ({
  tenant: 'demo',
  url: 'https://hooks.example.com/carillon',
  types: ['*'],
  secret: A_SECRET,
  headers: [],
  ...overrides,
});

const codes = async (...args: Parameters<typeof endpointFaults>) =>
  (await endpointFaults(...args)).map(({ code, path }) => `${code} ${path}`);

test('a public https endpoint is accepted', async () => {
  const types = ['order.*', 'invoice.created', '*'];
  expect(await endpointFaults(aRequest({ types }), PUBLIC, resolvesTo('93.184.216.34'))).toEqual([]);
});

test('all faults are reported at once', async () => {
  const request = aRequest({
    tenant: 'Demo',
    url: 'ftp://x',
    types: ['*', 'Order', ''],
    secret: 'whsec_short',
    headers: [['host', 'x'] as const],
    ratePerSecond: 0,
    contentType: 'text/html',
  });
  expect(await codes(request, PUBLIC, resolvesTo())).toEqual([
    'notification.tenant.malformed /tenant',
    'webhook.url.scheme /url',
    'cli.type_malformed /types/1',
    'cli.type_malformed /types/2',
    'webhook.secret.malformed /secret',
    'webhook.header.reserved /headers/host',
    'cli.rate_malformed /rate',
    'webhook.content_type.malformed /content-type',
  ]);
});

test('no message repeats the secret', async () => {
  const faults = await endpointFaults(aRequest({ secret: 'whsec_c2hvcnQ=' }), PUBLIC, resolvesTo('1.1.1.1'));
  expect(faults).toHaveLength(1);
  expect(JSON.stringify(faults)).not.toContain('c2hvcnQ');
});

test('a name with any address that is not public is refused', async () => {
  expect(await codes(aRequest(), PUBLIC, resolvesTo('93.184.216.34', '10.0.0.1'))).toEqual([
    'webhook.address.not_public /url',
  ]);
});

test('a name with only IPv6 addresses is refused with the reason, and one that has IPv4 too is accepted', async () => {
  const six = '2606:4700:4700::1111';
  expect(await endpointFaults(aRequest(), PUBLIC, resolvesTo(six))).toEqual([
    {
      code: 'webhook.address.ipv6_only',
      path: '/url',
      message:
        'host hooks.example.com has only IPv6, which a Lambda function outside a VPC cannot reach; give it an IPv4 address',
    },
  ]);
  expect(await codes(aRequest(), PUBLIC, resolvesTo(six, '93.184.216.34'))).toEqual([]);
});

test('loopback is accepted on a local stack only', async () => {
  const endpoint = aRequest({ url: 'http://localhost:9000/hooks' });
  expect(await codes(endpoint, LOCAL, resolvesTo('127.0.0.1', '::1'))).toEqual([]);
  expect(await codes(endpoint, PUBLIC, resolvesTo('127.0.0.1'))).toEqual([
    'webhook.url.scheme /url',
    'webhook.url.port /url',
    'webhook.url.host /url',
  ]);
});

test('the address of an IPv6 literal is checked without its brackets and without DNS', async () => {
  const asked: string[] = [];
  const resolve = async (host: string) => [host].filter((name) => asked.push(name));
  expect(await codes(aRequest({ url: 'http://[::1]:9000/' }), LOCAL, resolve)).toEqual([]);
  expect(asked).toEqual([]);
});

test('a name without an address is refused with the reason', async () => {
  const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  expect(await endpointFaults(aRequest(), PUBLIC, resolve)).toEqual([
    {
      code: 'cli.host_unresolved',
      path: '/url',
      message: 'host hooks.example.com has no address (ENOTFOUND); check its spelling and DNS',
    },
  ]);
});

test.each([
  ...[0, -1, 1_001, 1 / 3601].map((rate) => [rate, `${rate} a second`] as const),
  [Number.NaN, 'no number'] as const,
])('a rate of %d a second is refused', async (ratePerSecond, seen) => {
  expect(await endpointFaults(aRequest({ ratePerSecond }), PUBLIC, resolvesTo('1.1.1.1'))).toEqual([
    {
      code: 'cli.rate_malformed',
      path: '/rate',
      message: `the rate is ${seen}, allowed are 1/3600 (one an hour) to 1000; without one there is no limit`,
    },
  ]);
});

test.each([1 / 3600, 0.5, 1_000])('a rate of %d a second is accepted', async (ratePerSecond) => {
  expect(await codes(aRequest({ ratePerSecond }), PUBLIC, resolvesTo('1.1.1.1'))).toEqual([]);
});
