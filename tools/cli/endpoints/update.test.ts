import { openHeaders } from '../../../shared/domain/webhook/endpoint-seals';
import {
  endpoint,
  HEADERS,
  plain,
  URL_OF_ANOTHER,
} from '../../../shared/operations/endpoints/testing/a-sealed-endpoint';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { anEndpoint, disabled } from '../../../shared/testing/factories';
import { testKeyOf } from '../../../shared/testing/sealed';
import { describeFailure } from '../describe-failure';
import { type TestDesk, testDesk } from '../testing/test-desk';
import { type UpdateOptions, update as updateEndpoint } from './update';

const update = (desk: TestDesk, options: Partial<UpdateOptions> = {}) =>
  updateEndpoint('ep_1', { tenant: 'demo', ...options }, desk);

const saved = async ({ registry }: Pick<TestDesk, 'registry'>): Promise<Endpoint> => {
  const found = await registry.find('demo', 'ep_1');
  if (found === undefined) throw new Error('it was removed');
  return found;
};

const headersOf = async (one: Endpoint): Promise<object> =>
  one.headers === undefined ? {} : openHeaders(one.headers.sealed, one, testKeyOf);

test('headers of a file are read from standard input', async () => {
  const desk = testDesk([endpoint], { input: 'authorization: Bearer new\n' });
  await update(desk, { headersFile: '-' });
  expect(await headersOf(await saved(desk))).toEqual({ ...HEADERS, authorization: 'Bearer new' });
});

test('the updated endpoint is shown, without sealed values', async () => {
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

test('all faults are reported at once, and nothing is changed', async () => {
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

test.each<[string, Partial<UpdateOptions>, object]>([
  ['types', { types: 'invoice.paid, *' }, { types: ['invoice.paid', '*'] }],
  ['a rate', { rate: '0.5' }, { ratePerSecond: 0.5 }],
  ['a header', { header: ['X-Env: prod'] }, { headers: ['authorization', 'x-shop', 'x-env'] }],
  ['a header to remove', { removeHeader: ['Authorization'] }, { headers: ['x-shop'] }],
])('%s is read from its flag', async (_what, options, change) => {
  const desk = testDesk([endpoint]);
  await update(desk, { ...options, json: true });
  expect(desk.printed()).toMatchObject(change);
});

test('--no-rate removes the rate limit', async () => {
  const desk = testDesk([endpoint]);
  await update(desk, { rate: false, json: true });
  expect(desk.printed()).not.toHaveProperty('ratePerSecond');
});

test('an update of nothing is refused with the flags that it may have', async () => {
  await expect(update(testDesk([endpoint]))).rejects.toMatchObject({
    code: 'cli.nothing_to_update',
    fix: 'give at least one option, such as --url or --types; `npx carillon endpoints update --help` lists them',
  });
});

describe('warnings', () => {
  const twin = anEndpoint({ tenant: 'demo', id: 'ep_2', url: 'https://HOOKS.example.com:443/v2' });
  const others = [twin, anEndpoint({ tenant: 'other', url: URL_OF_ANOTHER })];

  test('name the endpoint of the tenant that has the URL already, however it is spelled, and the URL is changed', async () => {
    const desk = testDesk([endpoint, ...others]);
    await update(desk, { url: URL_OF_ANOTHER, json: true });
    expect(desk.terminal.errors()).toBe(
      'warning: endpoint ep_2 of tenant demo has the same URL, which gets a notification twice if both want it; if you do not mean that, `endpoints remove` one of them\n',
    );
    expect((await saved(desk)).url).toBe(URL_OF_ANOTHER);
  });

  test('do not appear if the URL is unchanged', async () => {
    const desk = testDesk([endpoint, { ...twin, url: endpoint.url }]);
    await update(desk, { rate: '1' });
    expect(desk.terminal.errors()).toBe('');
  });

  test('name patterns that no type matches', async () => {
    const desk = { ...testDesk([endpoint]), unknownTypes: 'refuse' as const };
    await update(desk, { types: 'order.shiped' });
    expect(desk.terminal.errors()).toMatch(/^warning: no type of the catalogue matches order\.shiped, /);
  });
});
