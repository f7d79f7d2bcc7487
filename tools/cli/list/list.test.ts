import { ulid } from 'ulid';
import { versionOf } from '../../../shared/domain/listing/listing-row';
import { memoryListing } from '../../../shared/memory/memory-listing';
import type { EndpointHealth } from '../../../shared/operations/listing/endpoints-health';
import type { DeliverySummary } from '../../../shared/ports/listing';
import { anEndpoint, disabled } from '../../../shared/testing/factories';
import { health } from '../endpoints/health';
import { runCli } from '../run-cli';
import { follow } from '../tail/tail';
import { printTenants } from '../tenants/list';
import { testDesk } from '../testing/test-desk';
import { testTerminal } from '../testing/test-terminal';
import { type ListOptions, list } from './list';

const EXPIRES_AT = Date.parse('2099-01-01T00:00:00Z') / 1000;
const IDS = ['01JDCQ7Z3K9V5N8X2M4T6R0WYA', '01JDCQ7Z3K9V5N8X2M4T6R0WYB', '01JDCQ7Z3K9V5N8X2M4T6R0WYC'] as const;

async function world() {
  const [listing, terminal] = [memoryListing(), testTerminal()];
  const at = (n: number) => `2026-11-23T09:0${n}:00.000Z`;
  const notifications = IDS.map((id, n) => ({
    tenant: 'demo',
    id,
    type: 'order.shipped',
    channels: 'email,webhook',
    acceptedAt: at(n),
    expiresAt: EXPIRES_AT,
  }));
  await listing.put({ notifications, deliveries: [] });
  const deliveries: DeliverySummary[] = [
    { channel: 'email', target: 'ann@example.com', state: 'sent', attempted: 1 },
    { channel: 'webhook', target: 'ep_1', state: 'delivered', attempted: 1 },
    { channel: 'webhook', target: 'ep_2', state: 'delivered', attempted: 1 },
    { channel: 'webhook', target: 'ep_3', state: 'failed', attempted: 4 },
  ];
  const details = {
    deliveriesOf: async (_: string, ids: readonly string[]) => ids.map(() => ({ deliveries, hasMore: false })),
  };
  const print = (options: Partial<ListOptions> = {}) =>
    list({ tenant: 'demo', ...options }, { listing, details, clock: terminal.clock }, terminal);
  return { print, terminal };
}

describe('carillon list', () => {
  it('prints a line for each notification, newest first, with the states of its deliveries', async () => {
    const { print, terminal } = await world();
    await print();
    const line = (n: number) =>
      `2026-11-23T09:0${n}:00.000Z  ${IDS[n]}  order.shipped  email sent, webhook delivered 2 failed`;
    expect(terminal.output()).toBe(
      `ACCEPTED                  ID                          TYPE           DELIVERIES\n${[2, 1, 0].map(line).join('\n')}\n`,
    );
  });

  it('ends a page with the cursor of the next, and has all pages with --all', async () => {
    const { print, terminal } = await world();
    await print({ limit: 2 });
    const [, cursor = ''] = /more: --cursor (\S+)\n$/.exec(terminal.output()) ?? [];
    await print({ cursor, json: true });
    expect(JSON.parse(terminal.output().trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ id: IDS[0] });
    const all = await world();
    await all.print({ limit: 1, all: true, json: true });
    const printed = all.terminal.output().trimEnd().split('\n');
    expect(printed.map((text) => JSON.parse(text).id)).toEqual(IDS.toReversed());
    await expect(print({ tenant: 'other', cursor })).rejects.toMatchObject({
      code: 'list.cursor_foreign',
      fix: expect.stringMatching('--cursor'),
    });
  });

  it('says that there is nothing, and refuses a time that is not in the past', async () => {
    const { print, terminal } = await world();
    await print({ type: 'order.paid' });
    expect(terminal.output()).toBe('no notifications here\n');
    await expect(print({ until: 'tomorrow' })).rejects.toMatchObject({
      code: 'cli.since_malformed',
      message: expect.stringMatching(/^--until is 'tomorrow'/),
    });
  });

  it('refuses a limit before it connects', async () => {
    const terminal = testTerminal();
    expect(await runCli(['list', '--tenant', 'demo', '--limit', '101'], terminal)).toBe(1);
    expect(terminal.errors()).toContain('expected a whole number from 1 to 100');
  });
});

test('carillon tail prints what came since the cursor, and the next one', async () => {
  const { audit, ...desk } = testDesk();
  const details = { deliveriesOf: async () => [], acceptedOf: async () => [] };
  await follow({ tenant: 'demo', once: true, json: true }, { chains: audit, details }, desk.terminal);
  const { next } = JSON.parse(desk.terminal.output());
  await follow({ tenant: 'demo', once: true, json: true, cursor: next }, { chains: audit, details }, desk.terminal);
  expect(desk.terminal.output()).toBe(`${JSON.stringify({ next })}\n`.repeat(2));
});

test('carillon tenants list prints their names, and the cursor of the next page', async () => {
  const terminal = testTerminal();
  const chains = {
    tenants: async function* (after = '') {
      yield* ['acme', 'demo'].filter((name) => name > after);
    },
  };
  await printTenants({ limit: 1 }, { chains }, terminal);
  expect(terminal.output()).toMatch(/^acme\nmore: --cursor \S+\n$/);
  await printTenants({ all: true, limit: 1, json: true }, { chains }, terminal);
  expect(terminal.output()).toMatch(/\n\{"tenant":"acme"\}\n\{"tenant":"demo"\}\n$/);
});

test('carillon endpoints health prints state, circuit and latest deliveries of each endpoint', async () => {
  const fine = anEndpoint({ tenant: 'demo', id: 'ep_1', url: 'https://a.example.com/' });
  const off = anEndpoint({ tenant: 'demo', id: 'ep_2', url: 'https://b.example.com/', state: disabled('moves') });
  const desk = testDesk([fine, off]);
  const row = { tenant: 'demo', type: 'a.b', channel: 'webhook', target: 'ep_1', expiresAt: EXPIRES_AT };
  for (const [n, state] of (['delivered', 'failed', 'delivered'] as const).entries())
    await (desk.listing as ReturnType<typeof memoryListing>).put({
      notifications: [],
      deliveries: [{ ...row, id: ulid(), state, acceptedAt: `2026-11-23T09:0${n}:00.000Z`, version: versionOf('1') }],
    });
  await health({ tenant: 'demo' }, desk);
  expect(
    desk.terminal
      .output()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['ID', 'STATE', 'CIRCUIT', 'DELIVERED', 'LAST FAILURE', 'URL'],
    ['ep_1', 'enabled', 'closed', '67 % of 3', '2026-11-23T09:01:00.000Z', 'https://a.example.com/'],
    ['ep_2', 'disabled since 2026-11-23T09:30:00.000Z', 'closed', 'https://b.example.com/'],
    [''],
  ]);
  const json = testDesk([off]);
  await health({ tenant: 'demo', json: true }, json);
  expect(json.printed() as unknown as EndpointHealth).toEqual({
    endpoint: 'ep_2',
    url: 'https://b.example.com/',
    enabled: false,
    disabledSince: '2026-11-23T09:30:00.000Z',
    disabledReason: 'moves',
    deliveries: 0,
  });
});
