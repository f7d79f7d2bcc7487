import { type Receiver, startReceiver } from '../../../tools/local/demo/receiver';
import { openHeaders, openSecret } from '../../domain/webhook/endpoint-seals';
import type { Endpoint } from '../../ports/endpoints';
import { A_SECRET } from '../../testing/factories';
import { aSealedSecret, testKeyOf } from '../../testing/sealed';
import { operatorPorts } from '../testing/operator-ports';
import { EXPIRES_AT, endpoint, HEADERS, OLDER_SECRET, plain, URL_OF_ANOTHER } from './testing/a-sealed-endpoint';
import { type UpdateEndpointRequest, updateEndpoint } from './update-endpoint';

type Ports = ReturnType<typeof operatorPorts>;

/** By the clock of the ports. */
const NOW = '2026-11-23T09:30:00.000Z';

const update = (ports: Ports, request: Partial<UpdateEndpointRequest> = {}) =>
  updateEndpoint({ tenant: 'demo', id: 'ep_1', ...request }, ports);

const saved = async ({ registry }: Pick<Ports, 'registry'>): Promise<Endpoint> => {
  const found = await registry.find('demo', 'ep_1');
  if (found === undefined) throw new Error('it was removed');
  return found;
};

const headersOf = async (one: Endpoint): Promise<object> =>
  one.headers === undefined ? {} : openHeaders(one.headers.sealed, one, testKeyOf);

/** Secrets and headers, decrypted for the endpoint's URL. */
const opened = async (one: Endpoint) => ({
  secrets: await Promise.all(one.secrets.map(({ sealed }) => openSecret(sealed, one, testKeyOf))),
  headers: await headersOf(one),
});

test.each<[string, Partial<UpdateEndpointRequest>, object]>([
  [
    'types',
    { types: ['invoice.paid', '*'] },
    { types: ['invoice.paid', '*'], typesSince: { 'order.*': endpoint.createdAt, 'invoice.paid': NOW, '*': NOW } },
  ],
  [
    'types, of which it has had all',
    { types: ['order.shipped', 'order.line.*'] },
    {
      types: ['order.shipped', 'order.line.*'],
      typesSince: { 'order.*': endpoint.createdAt, 'order.shipped': NOW, 'order.line.*': NOW },
    },
  ],
  ['a rate', { ratePerSecond: 0.5 }, { ratePerSecond: 0.5 }],
  ['a media type', { contentType: 'application/json' }, { contentType: 'application/json' }],
  ['no rate', { ratePerSecond: null }, { ratePerSecond: undefined }],
])('only %s changes if nothing else is given', async (_what, options, change) => {
  const ports = operatorPorts([endpoint]);
  await update(ports, options);
  expect({ ratePerSecond: undefined, ...(await saved(ports)) }).toEqual({ ...endpoint, ...change });
});

test('a new URL keeps id, secrets and headers, which are sealed for it', async () => {
  const ports = operatorPorts([endpoint]);
  await update(ports, { url: URL_OF_ANOTHER });
  const after = await saved(ports);
  const { secrets, headers, ...rest } = after;
  const { secrets: _secrets, headers: _headers, ...before } = endpoint;
  expect(rest).toEqual({ ...before, url: URL_OF_ANOTHER });
  expect(secrets).toMatchObject([{ createdAt: plain.createdAt }, { expiresAt: EXPIRES_AT }]);
  expect(await opened(after)).toEqual({ secrets: [A_SECRET, OLDER_SECRET], headers: HEADERS });
  await expect(opened({ ...after, url: endpoint.url })).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
});

test.each<[string, Partial<UpdateEndpointRequest>, object]>([
  ['is added beside the others', { headers: [['X-Env', 'prod']] }, { ...HEADERS, 'x-env': 'prod' }],
  ['takes the place of the one of its name', { headers: [['X-Shop', 'two']] }, { ...HEADERS, 'x-shop': 'two' }],
  ['is removed', { removeHeaders: ['Authorization'] }, { 'x-shop': 'one' }],
  ['is removed, as the last one', { removeHeaders: ['authorization', 'x-shop'] }, {}],
  [
    'is sealed for a URL that changes too',
    { url: URL_OF_ANOTHER, headers: [['x-shop', 'two']] },
    { ...HEADERS, 'x-shop': 'two' },
  ],
])('a header %s', async (_what, options, headers) => {
  const ports = operatorPorts([endpoint]);
  await update(ports, options);
  const after = await saved(ports);
  expect(await opened(after)).toEqual({ secrets: [A_SECRET, OLDER_SECRET], headers });
  expect('headers' in after).toBe(Object.keys(headers).length > 0);
});

test('the limits of headers include those that stay', async () => {
  const long = 'x'.repeat(4_090);
  const ports = operatorPorts([endpoint]);
  await expect(update(ports, { headers: [['x-l', long]] })).rejects.toMatchObject({
    faults: [{ code: 'webhook.header.too_large', path: '/headers' }],
  });
});

test('only given properties are checked: the rate can be changed even if the host does not resolve', async () => {
  const ports = { ...operatorPorts([endpoint]), resolve: () => Promise.reject(new Error('SERVFAIL')) };
  await update(ports, { ratePerSecond: 1 });
  expect((await saved(ports)).ratePerSecond).toBe(1);
});

test.each<[string, Partial<UpdateEndpointRequest>, readonly Endpoint[], string]>([
  ['nothing', {}, [endpoint], 'cli.nothing_to_update'],
  ['a handshake alone', { verifyOrigin: 'mail.example.com' }, [endpoint], 'cli.nothing_to_update'],
  ['an endpoint that is not there', { ratePerSecond: 1 }, [], 'cli.unknown_endpoint'],
])('%s is refused', async (_what, options, endpoints, code) => {
  await expect(update(operatorPorts(endpoints), options)).rejects.toMatchObject({ code });
});

test('secrets that cannot be decrypted are not resealed: an attacker who changed the URL in the table must not get them', async () => {
  const moved = { ...endpoint, url: 'https://mallory.example.com/' };
  const ports = operatorPorts([moved]);
  await expect(update(ports, { url: URL_OF_ANOTHER })).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
  expect(await saved(ports)).toEqual(moved);
});

describe('a concurrent change between reading and writing', () => {
  const meanwhile = (change: Parameters<Ports['registry']['change']>[2]) => {
    const ports = operatorPorts([endpoint]);
    const current = async (purpose: Parameters<Ports['keys']['current']>[0]) => {
      await ports.registry.change('demo', 'ep_1', change);
      return ports.keys.current(purpose);
    };
    return { ...ports, keys: { ...ports.keys, current } };
  };
  const secrets = [aSealedSecret(OLDER_SECRET, endpoint)];

  test.each<[string, Partial<UpdateEndpointRequest>, Parameters<typeof meanwhile>[0]]>([
    ['of the secrets, whose new one would be lost with the URL', { url: URL_OF_ANOTHER }, { secrets }],
    ['of the headers', { url: URL_OF_ANOTHER }, { headers: undefined }],
    ['of the URL, for which headers are sealed', { headers: [['x-shop', 'two']] }, { url: URL_OF_ANOTHER }],
    ['of the same member', { types: ['*'] }, { types: ['invoice.*'] }],
  ])('%s is kept, and the update fails', async (_what, options, change) => {
    const ports = meanwhile(change);
    await expect(update(ports, options)).rejects.toMatchObject({ code: 'cli.endpoint_changed' });
    expect(await saved(ports)).toEqual(JSON.parse(JSON.stringify({ ...endpoint, ...change })));
  });

  test('of another member does not matter', async () => {
    const ports = meanwhile({ secrets });
    await update(ports, { types: ['*'] });
    expect(await saved(ports)).toEqual({
      ...endpoint,
      types: ['*'],
      typesSince: { 'order.*': endpoint.createdAt, '*': NOW },
      secrets,
    });
  });
});

describe('with a handshake', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('the new URL is asked with the headers that stay, and the rate that it grants is kept', async () => {
    const headers = { 'WebHook-Allowed-Origin': 'mail.example.com', 'WebHook-Allowed-Rate': '120' };
    receiver.answer('/agrees', () => ({ status: 200, headers }));
    const ports = operatorPorts([endpoint]);
    await update(ports, { url: receiver.url('/agrees'), verifyOrigin: 'mail.example.com' });
    expect(receiver.posts('/agrees')).toMatchObject([
      { method: 'OPTIONS', headers: { ...HEADERS, 'webhook-request-rate': '300' } },
    ]);
    expect(await saved(ports)).toMatchObject({ url: receiver.url('/agrees'), ratePerSecond: 2 });
  });

  test('an endpoint that does not agree is not changed', async () => {
    receiver.answer('/says-nothing', () => ({ status: 200 }));
    const ports = operatorPorts([endpoint]);
    const asked = update(ports, { url: receiver.url('/says-nothing'), verifyOrigin: 'mail.example.com' });
    await expect(asked).rejects.toMatchObject({ code: 'cli.endpoint_unverified' });
    expect(await saved(ports)).toEqual(endpoint);
  });
});
