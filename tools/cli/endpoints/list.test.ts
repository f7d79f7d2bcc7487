import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { anEndpoint, disabled } from '../../../shared/testing/factories';
import { testDesk } from '../testing/test-desk';
import { list as listEndpoints } from './list';

const AT = '2026-11-23T09:30:00.000Z';
const BEFORE = '2026-11-23T09:00:00.000Z';

const first = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*', 'invoice.created'] });
const other = anEndpoint({ tenant: 'demo', id: 'ep_22', state: disabled('gone'), url: 'https://a.example.com/' });
const paced = {
  ...other,
  ratePerSecond: 5,
  filter: '{"severity":["critical"]}',
  contentType: 'application/cloudevents+json',
};

const setUp = () => {
  const registry = memoryEndpoints(first, paced);
  const desk = { ...testDesk(), registry };
  const list = async (options: { readonly json?: boolean } = {}, tenant = 'demo') => {
    await listEndpoints({ tenant, ...options }, desk);
    return desk.terminal.output();
  };
  const open = (openUntil: string) => registry.open('demo', 'ep_1', { openUntil, openings: 1 }, undefined);
  const removeAll = async () => {
    for (const { tenant, id } of [first, paced]) await registry.remove(tenant, id);
  };
  return { list, open, removeAll, fail: () => registry.fail('demo', 'ep_1', 7, BEFORE) };
};

test('the list has a line for each endpoint, without secrets', async () => {
  expect(await setUp().list()).toBe(
    `
ID     STATE           TYPES                    RATE  FORMAT  CONTENT TYPE                  URL                                 CREATED                   CIRCUIT  FILTER
ep_1   enabled         order.*,invoice.created                                              https://hooks.example.com/carillon  ${AT}
ep_22  disabled: gone  *                        5/s           application/cloudevents+json  https://a.example.com/              ${AT}           {"severity":["critical"]}
`.trimStart(),
  );
});

test('an empty list says how to add one, and prints nothing as JSON', async () => {
  const { list, removeAll } = setUp();
  await removeAll();
  expect(await list()).toBe('tenant demo has no endpoints; npx carillon endpoints add --help\n');
  const other = setUp();
  await other.removeAll();
  expect(await other.list({ json: true })).toBe('');
});

test.each([false, true])('a tenant that nothing is known of is an error, as JSON too (%s)', async (json) => {
  await expect(setUp().list({ json }, 'other')).rejects.toMatchObject({ code: 'cli.unknown_tenant' });
});

test.each([
  ['fails, and is posted to as ever', undefined, 'closed, 7 failed since 2026-11-23T09:00:00.000Z'],
  [
    'is left in peace',
    '2026-11-23T09:30:00.001Z',
    'open until 2026-11-23T09:30:00.001Z, 7 failed since 2026-11-23T09:00:00.000Z',
  ],
  ['is about to be tried again', AT, 'open until the next attempt, 7 failed since 2026-11-23T09:00:00.000Z'],
])('an endpoint that %s shows so', async (_, openUntil, text) => {
  const { list, fail, open } = setUp();
  await fail();
  if (openUntil) await open(openUntil);
  const lines = (await list()).split('\n');
  expect(lines.map((line) => line.split(`  ${AT}`)[1]?.trim())).toEqual([
    undefined,
    text,
    expect.stringContaining('{'),
    undefined,
  ]);
});

test('as JSON an endpoint that fails has its circuit, and no other does', async () => {
  const { list, fail, open } = setUp();
  await fail();
  await open('2026-11-23T09:31:00.000Z');
  const printed = (await list({ json: true })).trim().split('\n');
  const { secrets, ...shown } = first;
  const { secrets: others, ...shownOther } = paced;
  const visible = { headers: [], secrets: [{ createdAt: AT }] };
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    {
      ...shown,
      ...visible,
      circuit: {
        failures: 7,
        failingSince: BEFORE,
        lastFailureAt: BEFORE,
        openUntil: '2026-11-23T09:31:00.000Z',
        openings: 1,
      },
    },
    { ...shownOther, ...visible, filter: { severity: ['critical'] } },
  ]);
});
