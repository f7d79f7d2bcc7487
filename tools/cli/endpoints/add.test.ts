import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHeaders, openSecret } from '../../../shared/domain/webhook/endpoint-seals';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { A_SECRET, anEndpoint } from '../../../shared/testing/factories';
import { testKeyOf } from '../../../shared/testing/sealed';
import { type Receiver, startReceiver } from '../../local/demo/receiver';
import { describeFailure } from '../describe-failure';
import { type TestDesk, testDesk } from '../testing/test-desk';
import { type AddOptions, add as addEndpoint } from './add';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const add = (desk: TestDesk, options: Partial<AddOptions> = {}) =>
  addEndpoint({ tenant: 'demo', url: receiver.url('/hooks'), types: '*', json: true, ...options }, desk);

const saved = async ({ registry }: TestDesk): Promise<Endpoint | undefined> => {
  const [endpoint] = (await registry.load('demo')).endpoints.values();
  return endpoint;
};

test('the endpoint is saved with secret and headers sealed', async () => {
  const desk = testDesk();
  const header = ['Authorization: Bearer a:b', 'x-shop:one'];
  await add(desk, { types: 'order.*, invoice.paid', header, rate: '0.5', disabled: true });
  const endpoint = await saved(desk);
  const { id, secret } = desk.printed();
  expect(endpoint).toEqual({
    tenant: 'demo',
    id,
    url: receiver.url('/hooks'),
    types: ['order.*', 'invoice.paid'],
    ratePerSecond: 0.5,
    secrets: [{ sealed: expect.any(String), createdAt: '2026-11-23T09:30:00.000Z' }],
    headers: { names: ['authorization', 'x-shop'], sealed: expect.any(String) },
    state: { enabled: false, reason: 'added so', since: '2026-11-23T09:30:00.000Z' },
    createdAt: '2026-11-23T09:30:00.000Z',
  });
  const owner = { tenant: 'demo', id: String(id), url: receiver.url('/hooks') };
  expect(await openSecret(endpoint?.secrets[0]?.sealed ?? '', owner, testKeyOf)).toBe(secret);
  expect(await openHeaders(endpoint?.headers?.sealed ?? '', owner, testKeyOf)).toEqual({
    authorization: 'Bearer a:b',
    'x-shop': 'one',
  });
});

test('the media type of the body is saved if it is given', async () => {
  const desk = testDesk();
  await add(desk, { contentType: 'application/cloudevents+json' });
  expect(desk.printed()).toMatchObject({ contentType: 'application/cloudevents+json' });
  expect((await saved(desk))?.contentType).toBe('application/cloudevents+json');
});

test('patterns that no type matches cause a warning if the stack refuses unknown types, and are saved', async () => {
  const desk = { ...testDesk(), unknownTypes: 'refuse' as const };
  await add(desk, { types: 'order.shiped, ordr.*, order.*, payment.failed, *' });
  expect(desk.terminal.errors().split('\n')).toEqual([
    'warning: no type of the catalogue matches order.shiped, so it selects nothing; did you mean order.shipped?',
    expect.stringMatching(/^warning: .* ordr\.\*, .*; it has activity\.weekly-digest, /),
    '',
  ]);
  expect((await saved(desk))?.types).toHaveLength(5);
});

test('no pattern causes a warning if the stack allows unknown types', async () => {
  const desk = testDesk();
  await add(desk, { types: 'order.shiped' });
  expect(desk.terminal.errors()).toBe('');
});

test('an endpoint of the tenant with the same URL is named in a warning, and both are kept', async () => {
  const url = receiver.url('/hooks');
  const desk = testDesk([
    anEndpoint({ tenant: 'demo', id: 'ep_1', url: url.replace('http:', 'HTTP:') }),
    anEndpoint({ tenant: 'demo', id: 'ep_2', url: 'not a URL' }),
    anEndpoint({ tenant: 'other', id: 'ep_3', url }),
  ]);
  await add(desk, { url });
  expect(desk.terminal.errors()).toMatch(/^warning: endpoint ep_1 of tenant demo has the same URL, .*\n$/);
  expect((await desk.registry.load('demo')).endpoints.size).toBe(3);
});

test('a signing key is saved with its public half, which alone is shown', async () => {
  const desk = testDesk();
  await add(desk, { asymmetric: true });
  const publicKey = expect.stringMatching(/^whpk_\S{44}$/);
  expect((await saved(desk))?.secrets).toMatchObject([{ publicKey }]);
  expect(desk.printed()).toMatchObject({ secrets: [{ publicKey }] });
  expect(desk.terminal.output()).not.toMatch(/whsk_|whsec_/);
});

test('a secret on standard input is used', async () => {
  const desk = testDesk([], { input: ` ${A_SECRET}\n` });
  await add(desk, { secret: '-' });
  expect(desk.printed()).not.toHaveProperty('secret');
});

test('a secret of another form is refused with the form that is expected, and is not repeated', async () => {
  const refusal = await add(testDesk(), { secret: 'whsec_short' }).catch((error) => error);
  expect(describeFailure(refusal, false)).toBe(
    `
error cli.endpoint_invalid: the endpoint was not added
  /secret: the secret is not 'whsec_' followed by padded standard base64 of 24 to 64 bytes [webhook.secret.malformed]
fix: change what the lines above name; without --secret a new one is made`.trim(),
  );
});

describe('headers that must not stand among arguments', () => {
  const FILE = '\r\nAuthorization: Bearer a:b\r\n\n x-shop : one \n';
  const HEADERS = { authorization: 'Bearer a:b', 'x-shop': 'one' };

  async function sealedHeaders(desk: TestDesk): Promise<Record<string, string> | undefined> {
    const endpoint = await saved(desk);
    return endpoint && openHeaders(endpoint.headers?.sealed ?? '', endpoint, testKeyOf);
  }

  test('are read from standard input', async () => {
    const desk = testDesk([], { input: FILE });
    await add(desk, { headersFile: '-' });
    expect(await sealedHeaders(desk)).toEqual(HEADERS);
  });

  test('are read from a file, beside those of arguments', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'headers-'));
    writeFileSync(join(directory, 'headers.txt'), FILE);
    const desk = testDesk([], { directory });
    await add(desk, { headersFile: 'headers.txt', header: ['x-env: prod'] });
    expect(await sealedHeaders(desk)).toEqual({ ...HEADERS, 'x-env': 'prod' });
  });

  test('are refused by line if they have no colon, with every other fault, and are not repeated', async () => {
    const desk = testDesk([], { input: 'x-shop: one\nBearer abcdef\nhost: x' });
    const refusal = await add(desk, { headersFile: '-', header: ['Bearer uvwxyz'] }).catch((error) => error);
    expect(describeFailure(refusal, false)).toBe(
      `
error cli.endpoint_invalid: the endpoint was not added
  /header/0: a header has no colon, expected 'name: value' [cli.header_malformed]
  line 2: a header has no colon, expected 'name: value' [cli.header_malformed]
  /headers/host: header "host" is set by Carillon or by HTTP; choose another name, such as x-host [webhook.header.reserved]
fix: change what the lines above name`.trim(),
    );
    expect(await saved(desk)).toBeUndefined();
  });

  test.each(['', ' \r\n\n', '\ufeff'])('are refused where there are none, and nothing is saved: %j', async (input) => {
    const desk = testDesk([], { input });
    const refusal = await add(desk, { headersFile: '-', header: ['x-env: prod'] }).catch((error) => error);
    expect(describeFailure(refusal, false)).toBe(
      `
error cli.endpoint_invalid: the endpoint was not added
  /headers-file: standard input holds no header, expected lines such as 'name: value'; leave --headers-file out for none [cli.headers_empty]
fix: change what the lines above name`.trim(),
    );
    expect(await saved(desk)).toBeUndefined();
  });

  test.each<[string, Partial<AddOptions>, string]>([
    ['a file that is not there', { headersFile: 'missing.txt' }, 'cli.file_unreadable'],
    ['standard input for secret and headers', { headersFile: '-', secret: '-' }, 'cli.standard_input_twice'],
  ])('%s is refused, and nothing is saved', async (_what, options, code) => {
    const desk = testDesk([], { input: FILE });
    await expect(add(desk, options)).rejects.toMatchObject({ code });
    expect(await saved(desk)).toBeUndefined();
  });

  test('are refused if they are not UTF-8', async () => {
    const desk = testDesk([], { input: Uint8Array.of(0x61, 0x3a, 0xff) });
    await expect(add(desk, { headersFile: '-' })).rejects.toMatchObject({ code: 'cli.not_utf8' });
  });
});

test.each([
  ['a header without a colon', { header: ['x-shop'] }, 'cli.header_malformed /header/0'],
  ['a rate that is none', { rate: 'fast' }, 'cli.rate_malformed /rate'],
])('%s is refused, and nothing is saved', async (_, options, fault) => {
  const desk = testDesk();
  const refusal = await add(desk, options).catch((error) => error);
  expect(refusal).toMatchObject({ code: 'cli.endpoint_invalid' });
  expect(refusal.faults.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual([fault]);
  expect(await saved(desk)).toBeUndefined();
});

test.each([
  [true as const, 'mail.example.com'],
  ['shop.example.com', 'shop.example.com'],
])('--verify %s asks whether it agrees to be called by %s', async (verify, origin) => {
  receiver.answer('/asked', () => ({ status: 200, headers: {} }));
  const refusal = await add(testDesk(), { url: receiver.url('/asked'), verify }).catch((error) => error);
  expect(refusal).toMatchObject({
    code: 'cli.endpoint_unverified',
    message: `the endpoint does not agree to be called by ${origin}, and nothing was saved`,
    fix: 'let its owner answer OPTIONS with WebHook-Allowed-Origin; or leave --verify out, if it is yours',
  });
});
