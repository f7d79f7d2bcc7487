import { type Answer, type Receiver, startReceiver } from '../../../tools/local/demo/receiver';
import { openHeaders, openSecret } from '../../domain/webhook/endpoint-seals';
import { limitedMemoryEndpoints } from '../../memory/memory-endpoints';
import type { Endpoint } from '../../ports/endpoints';
import { anEndpoint } from '../../testing/factories';
import { testKeyOf } from '../../testing/sealed';
import { operatorPorts } from '../testing/operator-ports';
import { type AddEndpointRequest, addEndpoint } from './add-endpoint';

type Ports = ReturnType<typeof operatorPorts>;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const add = (ports: Ports, request: Partial<AddEndpointRequest> = {}) =>
  addEndpoint({ tenant: 'demo', url: receiver.url('/hooks'), types: ['*'], headers: [], ...request }, ports);

const saved = async ({ registry }: Ports): Promise<Endpoint | undefined> => {
  const [endpoint] = (await registry.load('demo')).endpoints.values();
  return endpoint;
};

test('a generated secret is returned once, without sealed values', async () => {
  const ports = operatorPorts();
  const { endpoint, made } = await add(ports, { headers: [['X-Shop', 'one']], ratePerSecond: 0.5 });
  const sealed = await saved(ports);
  const { secrets, headers, ...rest } = sealed ?? anEndpoint();
  expect(endpoint).toEqual({ ...rest, headers: ['x-shop'], secrets: [{ createdAt: rest.createdAt }] });
  expect(made).toEqual({ secret: await openSecret(secrets[0]?.sealed ?? '', rest, testKeyOf) });
  expect(await openHeaders(headers?.sealed ?? '', rest, testKeyOf)).toEqual({ 'x-shop': 'one' });
});

test('only the public key of a generated signing key is returned', async () => {
  const added = await add(operatorPorts(), { asymmetric: true });
  expect(added.made).toEqual({ publicKey: added.endpoint.secrets[0]?.publicKey });
  expect(JSON.stringify(added)).not.toMatch(/whsk_|whsec_/);
});

test('dead type patterns and endpoints with the same URL cause warnings', async () => {
  const ports = {
    ...operatorPorts([anEndpoint({ tenant: 'demo', id: 'ep_1', url: receiver.url('/hooks') })]),
    unknownTypes: 'refuse' as const,
  };
  const { warnings } = await addEndpoint(
    { tenant: 'demo', url: receiver.url('/hooks'), types: ['order.shiped', 'order.*'], headers: [] },
    ports,
  );
  expect(warnings).toEqual({ deadPatterns: ['order.shiped'], sameUrl: ['ep_1'], deadConditions: [] });
});

test('faults of parsing the request are reported with all others, and nothing is saved', async () => {
  const ports = operatorPorts();
  const faults = [{ code: 'cli.header_malformed', path: '/header/0', message: 'a header has no colon' }];
  await expect(add(ports, { faults, ratePerSecond: 0 })).rejects.toMatchObject({
    code: 'cli.endpoint_invalid',
    faults: [...faults, { code: 'cli.rate_malformed' }],
  });
  expect(await saved(ports)).toBeUndefined();
});

test.each<[string, Partial<AddEndpointRequest>, string]>([
  ['a header without a value', { headers: [['x-shop', '']] }, 'webhook.header.value /headers/x-shop'],
  ['a header that ends the request', { headers: [['x-a', 'b\r\nx-c: d']] }, 'webhook.header.value /headers/x-a'],
  ['a header of ours', { headers: [['Webhook-Id', 'x']] }, 'webhook.header.reserved /headers/Webhook-Id'],
  ['a rate that is none', { ratePerSecond: Number.NaN }, 'cli.rate_malformed /rate'],
  ['a media type that is not JSON', { contentType: 'text/html' }, 'webhook.content_type.malformed /content-type'],
  ['an address that no delivery may go to', { url: 'https://10.0.0.1/' }, 'webhook.address.not_public /url'],
])('%s is refused, and nothing is saved', async (_, request, fault) => {
  const ports = operatorPorts();
  const refusal = await add(ports, request).catch((error) => error);
  expect(refusal).toMatchObject({ code: 'cli.endpoint_invalid' });
  expect(refusal.faults.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual([fault]);
  expect(await saved(ports)).toBeUndefined();
});

describe('with a handshake', () => {
  const answering = (path: string, headers: Answer['headers'] = {}, status = 200): Partial<AddEndpointRequest> => {
    receiver.answer(path, () => ({ status, headers }));
    return { url: receiver.url(path), verifyOrigin: 'mail.example.com' };
  };

  test('an endpoint is asked before it is added, and the rate that it grants is kept', async () => {
    const ports = operatorPorts();
    const headers = { 'WebHook-Allowed-Origin': 'mail.example.com', 'WebHook-Allowed-Rate': '120' };
    await add(ports, { ...answering('/agrees', headers), ratePerSecond: 10, headers: [['x-shop', 'one']] });
    expect((await saved(ports))?.ratePerSecond).toBe(2);
    expect(receiver.posts('/agrees')).toMatchObject([
      {
        method: 'OPTIONS',
        body: '',
        headers: { 'webhook-request-origin': 'mail.example.com', 'webhook-request-rate': '600', 'x-shop': 'one' },
      },
    ]);
  });

  test('another origin may be named', async () => {
    const ports = operatorPorts();
    const request = answering('/other', { 'WebHook-Allowed-Origin': 'shop.example.com' });
    await add(ports, { ...request, verifyOrigin: 'shop.example.com' });
    expect(await saved(ports)).toBeDefined();
  });

  test.each([
    ['says nothing', {}, 200, 'webhook.handshake.origin'],
    ['knows no OPTIONS', {}, 405, 'webhook.handshake.failed'],
    ['allows others', { 'WebHook-Allowed-Origin': 'example.org' }, 200, 'webhook.handshake.origin'],
  ])('an endpoint that %s is not added', async (what, headers, status, code) => {
    const ports = operatorPorts();
    await expect(add(ports, answering(`/${what.replaceAll(' ', '-')}`, headers, status))).rejects.toMatchObject({
      code: 'cli.endpoint_unverified',
      faults: [{ code, path: '/url' }],
      message: 'the endpoint does not agree to be called by mail.example.com, and nothing was saved',
    });
    expect(await saved(ports)).toBeUndefined();
  });
});

test('an endpoint above the maximum is refused, and nothing is saved', async () => {
  const registry = limitedMemoryEndpoints(1, [anEndpoint({ tenant: 'demo', id: 'ep_1' })]);
  await expect(add({ ...operatorPorts(), registry })).rejects.toMatchObject({
    code: 'cli.too_many_endpoints',
    message: "tenant 'demo' has 100000 endpoints, disabled ones included, which is the maximum; nothing was saved",
  });
  expect((await registry.load('demo')).endpoints.size).toBe(1);
});
