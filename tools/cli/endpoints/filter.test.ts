import { anEndpoint } from '../../../shared/testing/factories';
import { describeFailure } from '../describe-failure';
import { runCli } from '../run-cli';
import { type TestDesk, testDesk } from '../testing/test-desk';
import { testTerminal } from '../testing/test-terminal';
import { add } from './add';
import { update } from './update';

const AMOUNT = '{"data":{"amount":[{"numeric":[">",100]}]}}';
const NOW = '2026-11-23T09:30:00.000Z';
const plain = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const filtered = { ...plain, filter: AMOUNT };

const stored = async ({ registry }: TestDesk, id = 'ep_1') => {
  const found = await registry.find('demo', id);
  return [found?.filter, found?.earlierFilters];
};
const updated = async (desk: TestDesk, filter: string | false) => {
  await update('ep_1', { tenant: 'demo', filter }, desk);
  return stored(desk);
};

const url = 'http://127.0.0.1:9000/hooks';

test('a filter is saved without spaces, and shown', async () => {
  const desk = testDesk();
  await add({ tenant: 'demo', url, types: '*', filter: ` {"data": {"amount": [{"numeric": [">", 100]}]}} ` }, desk);
  expect(desk.terminal.output()).toContain(`\n  types       *\n  filter      ${AMOUNT}\n`);
  const [saved] = (await desk.registry.load('demo')).endpoints.values();
  expect([saved?.filter, saved?.earlierFilters]).toEqual([AMOUNT, undefined]);
});

test('as JSON the filter is a policy, and no text', async () => {
  const desk = testDesk();
  await add({ tenant: 'demo', url, types: '*', filter: AMOUNT, json: true }, desk);
  expect(desk.printed()).toMatchObject({ filter: JSON.parse(AMOUNT) });
});

test('the empty policy is no filter', async () => {
  const desk = testDesk([filtered]);
  expect(await updated(desk, '{}')).toEqual([undefined, [{ filter: AMOUNT, until: NOW }]]);
});

test('an update keeps the filter that was, and the same update twice keeps it once', async () => {
  const desk = testDesk([plain]);
  expect(await updated(desk, AMOUNT)).toEqual([AMOUNT, [{ until: NOW }]]);
  expect(await updated(desk, AMOUNT)).toEqual([AMOUNT, [{ until: NOW }]]);
});

test('--no-filter removes it, and other updates leave it', async () => {
  const desk = testDesk([filtered]);
  await update('ep_1', { tenant: 'demo', rate: '5' }, desk);
  expect(await stored(desk)).toEqual([AMOUNT, undefined]);
  expect(await updated(desk, false)).toEqual([undefined, [{ filter: AMOUNT, until: NOW }]]);
});

test('all faults of a filter are reported at once with those of other options, and nothing is changed', async () => {
  const desk = testDesk([plain]);
  const filter = '{"amount": 100, "channels": ["webhook"], "data": {"amount": [{"numeric": [">"]}]}}';
  const failure = await update('ep_1', { tenant: 'demo', filter, rate: 'fast' }, desk).catch((error) => error);
  const text = describeFailure(failure, false);
  const lines = text.split('\n').map((line) => /^ {2}(\S+): .*\[(.*)]$/.exec(line)?.slice(1).join(' '));
  expect(lines.filter((line) => line !== undefined)).toEqual([
    '/rate cli.rate_malformed',
    '/filter/amount filter_policy.key.malformed',
    '/filter/data/amount/0/numeric filter_policy.numeric.malformed',
    '/filter/channels webhook.filter.member',
  ]);
  expect(await stored(desk)).toEqual([undefined, undefined]);
});

test.each([
  ['{"data"', 'json.malformed'],
  ['["order"]', 'filter_policy.not_an_object'],
])('a filter that is no policy, %s, is refused', async (filter, code) => {
  const faults = [{ code, path: '/filter', message: expect.any(String) }];
  await expect(updated(testDesk([plain]), filter)).rejects.toMatchObject({ code: 'cli.endpoint_invalid', faults });
});

test('filters of a tenant that would not fit a function are refused, and nothing is saved', async () => {
  const filter = JSON.stringify({ data: { sku: ['x'.repeat(4_000)] } });
  const many = Array.from({ length: 4_973 }, (_, n) => anEndpoint({ tenant: 'demo', id: `ep_${n + 2}`, filter }));
  const desk = testDesk([plain, ...many]);
  await expect(updated(desk, filter)).rejects.toMatchObject({
    code: 'cli.filters_too_large',
    message: expect.stringContaining(
      "of tenant 'demo' would have 20000454 bytes together, at most 20000000 are allowed",
    ),
  });
  await expect(add({ tenant: 'demo', url, types: '*', filter }, desk)).rejects.toMatchObject({
    code: 'cli.filters_too_large',
  });
  expect([await stored(desk), (await desk.registry.load('demo')).endpoints.size]).toEqual([
    [undefined, undefined],
    4_974,
  ]);
  expect(await updated(desk, AMOUNT)).toEqual([AMOUNT, [{ until: NOW }]]);
});

test('keys that no example of its types can meet cause a warning, where the stack refuses other types', async () => {
  const desk = { ...testDesk([plain]), unknownTypes: 'refuse' as const };
  await update('ep_1', { tenant: 'demo', types: 'payment.failed', filter: AMOUNT }, desk);
  await update('ep_1', { tenant: 'demo', filter: '{"data":{"amuont":["1"]}}' }, desk);
  await update('ep_1', { tenant: 'demo', rate: '5' }, desk);
  expect(desk.terminal.errors().split('\n')).toEqual([
    expect.stringMatching(
      /^warning: no example of payment\.failed has a number as data\.amount, but such as "[\d.]+", so the filter may pass none of them$/,
    ),
    'warning: no example of payment.failed has data.amuont, so the filter may pass none of them',
    '',
  ]);
  expect((await stored(desk))[0]).toBe('{"data":{"amuont":["1"]}}');
});

test('the help of both commands names the options', async () => {
  const [adding, updating] = [testTerminal(), testTerminal()];
  await runCli(['endpoints', 'add', '--help'], adding);
  await runCli(['endpoints', 'update', '--help'], updating);
  expect(adding.output()).toContain('--filter <policy>');
  expect(updating.output()).toMatch(/--filter <policy>.*--no-filter/s);
});
