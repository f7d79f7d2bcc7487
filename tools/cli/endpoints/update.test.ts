import { openHeaders, openSecret } from '../../../shared/domain/webhook/endpoint-seals';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { A_SECRET, anEndpoint, disabled } from '../../../shared/testing/factories';
import { aSealedSecret, someSealedHeaders, testKeyOf } from '../../../shared/testing/sealed';
import { type Receiver, startReceiver } from '../../local/demo/receiver';
import { describeFailure } from '../describe-failure';
import { type TestDesk, testDesk } from '../testing/test-desk';
import { type UpdateOptions, update as updateEndpoint } from './update';

const HEADERS = { authorization: 'Bearer a:b', 'x-shop': 'one' };
const OLDER_SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
const EXPIRES_AT = '2026-11-25T09:30:00.000Z';
/** By the terminal's clock. */
const NOW = '2026-11-23T09:30:00.000Z';
const URL_OF_ANOTHER = 'https://hooks.example.com/v2';

const plain = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*'] });
const endpoint: Endpoint = {
  ...plain,
  secrets: [...plain.secrets, aSealedSecret(OLDER_SECRET, plain, { expiresAt: EXPIRES_AT })],
  headers: someSealedHeaders(HEADERS, plain),
  ratePerSecond: 5,
};

const update = (desk: TestDesk, options: Partial<UpdateOptions> = {}) =>
  updateEndpoint('ep_1', { tenant: 'demo', ...options }, desk);

const saved = async ({ registry }: Pick<TestDesk, 'registry'>): Promise<Endpoint> => {
  const found = await registry.find('demo', 'ep_1');
  if (found === undefined) throw new Error('it was removed');
  return found;
};

const headersOf = async (one: Endpoint): Promise<object> =>
  one.headers === undefined ? {} : openHeaders(one.headers.sealed, one, testKeyOf);

/** What is sealed, opened for the URL that it has. */
const opened = async (one: Endpoint) => ({
  secrets: await Promise.all(one.secrets.map(({ sealed }) => openSecret(sealed, one, testKeyOf))),
  headers: await headersOf(one),
});

test.each<[string, Partial<UpdateOptions>, object]>([
  ['types', { types: 'invoice.paid, *' }, { types: ['invoice.paid', '*'], typesSince: NOW }],
  [
    'types, of which it has had all',
    { types: 'order.shipped,order.line.*' },
    { types: ['order.shipped', 'order.line.*'] },
  ],
  ['a rate', { rate: '0.5' }, { ratePerSecond: 0.5 }],
  ['a media type', { contentType: 'application/json' }, { contentType: 'application/json' }],
  ['no rate', { rate: false }, { ratePerSecond: undefined }],
])('%s changes alone where nothing else is named', async (_what, options, change) => {
  const desk = testDesk([endpoint]);
  await update(desk, options);
  expect({ ratePerSecond: undefined, ...(await saved(desk)) }).toEqual({ ...endpoint, ...change });
});

test('a new URL keeps id, secrets and headers, which are sealed for it', async () => {
  const desk = testDesk([endpoint]);
  await update(desk, { url: URL_OF_ANOTHER });
  const after = await saved(desk);
  const { secrets, headers, ...rest } = after;
  const { secrets: _secrets, headers: _headers, ...before } = endpoint;
  expect(rest).toEqual({ ...before, url: URL_OF_ANOTHER });
  expect(secrets).toMatchObject([{ createdAt: plain.createdAt }, { expiresAt: EXPIRES_AT }]);
  expect(await opened(after)).toEqual({ secrets: [A_SECRET, OLDER_SECRET], headers: HEADERS });
  await expect(opened({ ...after, url: endpoint.url })).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
});

test.each<[string, Partial<UpdateOptions>, object]>([
  ['is added beside the others', { header: ['X-Env: prod'] }, { ...HEADERS, 'x-env': 'prod' }],
  ['takes the place of the one of its name', { header: ['X-Shop: two'] }, { ...HEADERS, 'x-shop': 'two' }],
  ['is removed', { removeHeader: ['Authorization'] }, { 'x-shop': 'one' }],
  ['is removed, as the last one', { removeHeader: ['authorization', 'x-shop'] }, {}],
  [
    'is sealed for a URL that changes too',
    { url: URL_OF_ANOTHER, header: ['x-shop: two'] },
    { ...HEADERS, 'x-shop': 'two' },
  ],
])('a header %s', async (_what, options, headers) => {
  const desk = testDesk([endpoint]);
  await update(desk, options);
  const after = await saved(desk);
  expect(await opened(after)).toEqual({ secrets: [A_SECRET, OLDER_SECRET], headers });
  expect('headers' in after).toBe(Object.keys(headers).length > 0);
});

test('headers of a file are read from standard input', async () => {
  const desk = testDesk([endpoint], { input: 'authorization: Bearer new\n' });
  await update(desk, { headersFile: '-' });
  expect(await headersOf(await saved(desk))).toEqual({ ...HEADERS, authorization: 'Bearer new' });
});

test('what an endpoint is now is shown, without what is sealed', async () => {
  const desk = testDesk([{ ...endpoint, state: disabled('gone') }]);
  await update(desk, { types: '*', header: ['x-env: prod'] });
  expect(desk.terminal.output()).toBe(`updated ep_1 of tenant demo
  url         https://hooks.example.com/carillon
  types       *
  headers     authorization, x-shop, x-env
  rate        5 a second
  state       disabled: gone
`);
});

test('as JSON it is one document', async () => {
  const desk = testDesk([plain]);
  await update(desk, { rate: '2', json: true });
  const visible = { headers: [], secrets: [{ createdAt: plain.createdAt }] };
  expect(desk.printed()).toEqual({ ...plain, ...visible, ratePerSecond: 2 });
});

test('every fault of what is named is told at once, and nothing is changed', async () => {
  const desk = testDesk([endpoint]);
  const options = {
    url: 'ftp://x',
    types: 'Order',
    header: ['x-a', 'host: x'],
    removeHeader: ['x-shap'],
    rate: 'fast',
  };
  const refusal = await update(desk, options).catch((error) => error);
  expect(describeFailure(refusal, false)).toBe(
    `
error cli.endpoint_invalid: the endpoint was not changed
  /header/0: a header has no colon, expected 'name: value' [cli.header_malformed]
  /remove-header/0: the endpoint has no header "x-shap", it has authorization, x-shop [cli.header_unknown]
  /url: the scheme is "ftp", allowed is https; use https [webhook.url.scheme]
  /types/0: type "Order" is refused, expected one such as order.shipped, order.* or * [cli.type_malformed]
  /headers/host: header "host" is set by Carillon or by HTTP; choose another name, such as x-host [webhook.header.reserved]
  /rate: the rate is no number, allowed are 1/3600 (one an hour) to 1000; without one there is no limit [cli.rate_malformed]
fix: change what the lines above name`.trim(),
  );
  expect(await saved(desk)).toEqual(endpoint);
});

test('headers count together with those that stay', async () => {
  const long = 'x'.repeat(4_090);
  const desk = testDesk([endpoint]);
  await expect(update(desk, { header: [`x-l: ${long}`] })).rejects.toMatchObject({
    faults: [{ code: 'webhook.header.too_large', path: '/headers' }],
  });
});

test('what is not named is not checked: a name that does not resolve today keeps no rate from being changed', async () => {
  const desk = { ...testDesk([endpoint]), resolve: () => Promise.reject(new Error('SERVFAIL')) };
  await update(desk, { rate: '1' });
  expect((await saved(desk)).ratePerSecond).toBe(1);
});

test.each<[string, Partial<UpdateOptions>, readonly Endpoint[], string]>([
  ['nothing', {}, [endpoint], 'cli.nothing_to_update'],
  ['a handshake alone', { verify: true }, [endpoint], 'cli.nothing_to_update'],
  ['an endpoint that is not there', { rate: '1' }, [], 'cli.unknown_endpoint'],
])('%s is refused', async (_what, options, endpoints, code) => {
  await expect(update(testDesk(endpoints), options)).rejects.toMatchObject({ code });
});

test('secrets that do not open stay where they are: who changed the URL in the table must not get them', async () => {
  const moved = { ...endpoint, url: 'https://mallory.example.com/' };
  const desk = testDesk([moved]);
  await expect(update(desk, { url: URL_OF_ANOTHER })).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
  expect(await saved(desk)).toEqual(moved);
});

describe('a change of somebody else, between reading and writing', () => {
  const meanwhile = (change: Parameters<TestDesk['registry']['change']>[2]) => {
    const desk = testDesk([endpoint]);
    const current = async (purpose: Parameters<TestDesk['keys']['current']>[0]) => {
      await desk.registry.change('demo', 'ep_1', change);
      return desk.keys.current(purpose);
    };
    return { ...desk, keys: { ...desk.keys, current } };
  };
  const secrets = [aSealedSecret(OLDER_SECRET, endpoint)];

  test.each<[string, Partial<UpdateOptions>, Parameters<typeof meanwhile>[0]]>([
    ['of the secrets, whose new one would be lost with the URL', { url: URL_OF_ANOTHER }, { secrets }],
    ['of the headers', { url: URL_OF_ANOTHER }, { headers: undefined }],
    ['of the URL, for which headers are sealed', { header: ['x-shop: two'] }, { url: URL_OF_ANOTHER }],
    ['of the same member', { types: '*' }, { types: ['invoice.*'] }],
  ])('%s is kept, and told', async (_what, options, change) => {
    const desk = meanwhile(change);
    await expect(update(desk, options)).rejects.toMatchObject({ code: 'cli.endpoint_changed' });
    expect(await saved(desk)).toEqual(JSON.parse(JSON.stringify({ ...endpoint, ...change })));
  });

  test('of another member does not matter', async () => {
    const desk = meanwhile({ secrets });
    await update(desk, { types: '*' });
    expect(await saved(desk)).toEqual({ ...endpoint, types: ['*'], typesSince: NOW, secrets });
  });
});

describe('warnings', () => {
  const twin = anEndpoint({ tenant: 'demo', id: 'ep_2', url: 'https://HOOKS.example.com:443/v2' });
  const others = [twin, anEndpoint({ tenant: 'other', url: URL_OF_ANOTHER })];

  test('name the endpoint of the tenant that has the URL already, however it is spelled, and the URL is changed', async () => {
    const desk = testDesk([endpoint, ...others]);
    await update(desk, { url: URL_OF_ANOTHER, json: true });
    expect(desk.terminal.errors()).toBe(
      'warning: endpoint ep_2 of tenant demo has the same URL, and what both want is posted there twice; if that is not meant, `endpoints remove` one of them\n',
    );
    expect((await saved(desk)).url).toBe(URL_OF_ANOTHER);
  });

  test('do not come where the URL stays', async () => {
    const desk = testDesk([endpoint, { ...twin, url: endpoint.url }]);
    await update(desk, { rate: '1' });
    expect(desk.terminal.errors()).toBe('');
  });

  test('name types of which nothing can come', async () => {
    const desk = { ...testDesk([endpoint]), unknownTypes: 'refuse' as const };
    await update(desk, { types: 'order.shiped' });
    expect(desk.terminal.errors()).toMatch(/^warning: the catalogue has no type that is order\.shiped, /);
  });
});

describe('with --verify', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('the new URL is asked with the headers that stay, and the rate that it grants is kept', async () => {
    const headers = { 'WebHook-Allowed-Origin': 'mail.example.com', 'WebHook-Allowed-Rate': '120' };
    receiver.answer('/agrees', () => ({ status: 200, headers }));
    const desk = testDesk([endpoint]);
    await update(desk, { url: receiver.url('/agrees'), verify: true });
    expect(receiver.posts('/agrees')).toMatchObject([
      { method: 'OPTIONS', headers: { ...HEADERS, 'webhook-request-rate': '300' } },
    ]);
    expect(await saved(desk)).toMatchObject({ url: receiver.url('/agrees'), ratePerSecond: 2 });
  });

  test('one that does not agree leaves all as it was', async () => {
    receiver.answer('/says-nothing', () => ({ status: 200 }));
    const desk = testDesk([endpoint]);
    const asked = update(desk, { url: receiver.url('/says-nothing'), verify: true });
    await expect(asked).rejects.toMatchObject({ code: 'cli.endpoint_unverified' });
    expect(await saved(desk)).toEqual(endpoint);
  });
});
