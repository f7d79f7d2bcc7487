import type { DeliveryState } from '../../../../shared/domain/delivery/claim';
import { type DeliveryRow, versionOf } from '../../../../shared/domain/listing/listing-row';
import { acceptedEvent } from '../../../../shared/ports/ledger';
import type { ReplayRun } from '../../../../shared/ports/replay-runs';
import { aNotification, anEndpoint } from '../../../../shared/testing/factories';
import { recordInChain } from '../../../../shared/testing/record-in-chain';
import { type Call, claimsOf } from '../testing/api-event';
import { apiWorld } from '../testing/api-world';

const claims = claimsOf('acme', 'operator');
const ids = [1, 2].map((n) => `ep_01m83vvae0dxk8dr745633ez${n}j`) as [string, string];
const DAY = '2026-11-20T09:30:00.000Z';

/** A tenant with two endpoints, and one notification for each state of a delivery to the first. */
async function start(...states: readonly DeliveryState[]) {
  const world = apiWorld({ endpoints: ids.map((id) => anEndpoint({ tenant: 'acme', id })) });
  const call = (route: Call['route'], rest: Omit<Call, 'route' | 'claims'> = {}) =>
    world.call({ route, claims, ...rest });
  const all = states.map((state, n) => ({
    state,
    at: DAY.replace('30', `3${n}`),
    of: aNotification({ tenant: 'acme' }),
  }));
  await recordInChain(
    all.map(({ of, at }) => acceptedEvent(of, JSON.stringify(of), new Date(at))),
    world.audit,
  );
  const rows = all.map(({ state, of: { id, type }, at: acceptedAt }): DeliveryRow => {
    const row = { tenant: 'acme', id, type, acceptedAt, expiresAt: 9e9 };
    return { ...row, channel: 'webhook', target: ids[0], state, version: versionOf('1') };
  });
  const notifications = rows.map(({ channel: channels, target: _, state: __, version: ___, ...row }) => ({
    ...row,
    channels,
  }));
  await world.listing.put({ notifications, deliveries: rows });
  return { ...world, call, published: all.map(({ of: { id } }) => id) };
}

test('notifications are listed newest first, page by page, and by state', async () => {
  const { call, published } = await start('delivered', 'failed', 'held');
  const [first, second, third] = published;
  const page = await call('listNotifications', { query: { limit: '2' } });
  const idsOf = ({ body }: typeof page) => body.notifications.map(({ id }: { id: string }) => id);
  expect([page.status, idsOf(page)]).toEqual([200, [third, second]]);
  const rest = await call('listNotifications', { query: { limit: '2', cursor: page.body.next } });
  expect([idsOf(rest), rest.body.next]).toEqual([[first], undefined]);
  const deliveries = await call('listDeliveries', { path: { id: ids[0] }, query: { state: 'failed' } });
  expect(deliveries.body).toEqual({
    deliveries: [{ id: second, type: 'order.shipped', acceptedAt: '2026-11-20T09:31:00.000Z', state: 'failed' }],
  });
  expect((await call('listDeliveries', { path: { id: ids[1] } })).body).toEqual({ deliveries: [] });
});

test('a cursor of another filter and a day that does not exist are faults of the query', async () => {
  const { call } = await start('delivered', 'failed');
  const { body } = await call('listNotifications', { query: { limit: '1' } });
  const foreign = await call('listNotifications', { query: { cursor: body.next, state: 'failed' } });
  expect([foreign.status, foreign.body.code]).toEqual([400, 'list.cursor_foreign']);
  const noDay = await call('listNotifications', { query: { since: '2026-02-30T09:30:00Z' } });
  expect([noDay.status, noDay.body.errors]).toMatchObject([400, [{ in: 'query', pointer: '/since' }]]);
  const several = await call('listNotifications', { query: { limit: '101', state: 'lost', channel: 'A' } });
  expect(several.body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
    '/channel',
    '/limit',
    '/state',
  ]);
});

test('a tail has what was recorded since its position', async () => {
  const { call, audit } = await start();
  const { position } = (await call('tailNotifications')).body;
  const notification = aNotification({ tenant: 'acme' });
  await recordInChain([acceptedEvent(notification, JSON.stringify(notification), new Date(DAY))], audit);
  const { status, body } = await call('tailNotifications', { query: { cursor: position } });
  expect([status, body]).toMatchObject([200, { notifications: [{ id: notification.id }], hasMore: false }]);
});

test('endpoints have pages, and their health', async () => {
  const { call } = await start('delivered', 'failed');
  const first = await call('listEndpoints', { query: { limit: '1' } });
  const second = await call('listEndpoints', { query: { limit: '1', cursor: first.body.next } });
  expect([first, second].map(({ body }) => body.endpoints.map(({ id }: { id: string }) => id))).toEqual([
    [ids[0]],
    [ids[1]],
  ]);
  expect(second.body.next).toBeUndefined();
  expect((await call('listEndpointHealth')).body.endpoints).toMatchObject([
    { endpoint: ids[0], deliveries: 2, successRate: 0.5 },
    { endpoint: ids[1], deliveries: 0 },
  ]);
});

test('a caller of one tenant sees this one alone, and a caller of every tenant those that published', async () => {
  const world = await start('delivered');
  expect((await world.call('listTenants')).body).toEqual({ tenants: ['acme'] });
  const every = await apiWorld().call({ route: 'listTenants' });
  expect([every.status, every.body]).toEqual([200, { tenants: [] }]);
});

describe('a replay of all that a filter finds', () => {
  const filter = { state: 'failed', ratePerSecond: 50 };

  test('is only counted by a dry run', async () => {
    const { call, runs, published } = await start('failed', 'delivered', 'failed');
    const { status, body } = await call('beginReplay', { body: { ...filter, dryRun: true } });
    expect([status, body]).toMatchObject([200, { dryRun: true, deliveries: 2, isComplete: true }]);
    expect(body.first.map(({ notificationId }: { notificationId: string }) => notificationId)).toEqual([
      published[2],
      published[0],
    ]);
    expect(await runs.running()).toEqual([]);
  });

  test('is begun, read and stopped', async () => {
    const { call, runs } = await start('failed');
    const begun = await call('beginReplay', { body: filter });
    const { id } = begun.body;
    expect([begun.status, begun.headers.location]).toEqual([202, `https://api.example.com/oidc/v1/replays/${id}`]);
    const run = {
      id,
      filter: { tenant: 'acme', state: 'failed', until: expect.any(String) },
      ratePerSecond: 50,
      status: 'running',
      counts: { found: 0, sent: 0, skipped: 0, failed: 0 },
      begunAt: expect.any(String),
      updatedAt: expect.any(String),
    };
    expect(begun.body).toEqual(run);
    expect(await runs.running()).toEqual([{ tenant: 'acme', id }]);
    expect((await call('getReplay', { path: { id } })).body).toEqual(run);
    const stopped = await call('stopReplay', { path: { id } });
    expect([stopped.status, stopped.body]).toEqual([200, { ...run, status: 'stopped' }]);
    const unknown = await call('getReplay', { path: { id: '01M83VVAE0DXK8DR745633EZ6J' } });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'replay.unknown_run']);
  });

  test('that failed does not tell what AWS said', async () => {
    const { call, runs } = await start('failed');
    const { body } = await call('beginReplay', { body: filter });
    const key = { tenant: 'acme', id: body.id };
    const run = await runs.take(key, { until: '9' }, '8');
    const failed = { ...run, status: 'failed', reason: 'AccessDenied: arn:aws:sts::1:assumed-role/x' } as ReplayRun;
    await runs.save(failed, { until: '9' }, { until: '9' });
    const { text } = await call('getReplay', { path: key });
    expect(text).toContain('it failed again and again');
    expect(text).not.toContain('arn:');
  });

  test.each(['getReplay', 'stopReplay', 'listDeliveries', 'getEndpoint'] as const)(
    '%s of an id that none can have is 404, and nothing of that id is read',
    async (route) => {
      const { call, calls } = await start();
      expect((await call(route, { path: { id: 'a'.repeat(1_100) } })).status).toBe(404);
      expect(calls.join()).not.toContain('aaaa');
    },
  );

  test.each([
    [{}, '/state'],
    [{ state: 'delivered' }, '/state'],
    [{ ...filter, ratePerSecond: 101 }, '/ratePerSecond'],
    [{ ...filter, endpoint: 'x' }, '/endpoint'],
    [{ ...filter, since: '2026-02-30T09:30:00Z' }, '/since'],
    [{ ...filter, since: '2099-01-01T00:00:00Z' }, '/since'],
    [{ ...filter, since: '2026-11-02T00:00:00Z', until: '2026-11-01T00:00:00Z' }, '/since'],
  ])('of %j is refused at %s, and none begins', async (body, pointer) => {
    const { call, runs } = await start();
    const answer = await call('beginReplay', { body });
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ in: 'body', pointer }]]);
    expect(await runs.running()).toEqual([]);
  });
});
