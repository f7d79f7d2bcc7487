import { acceptedEvent } from '../../../../shared/ports/ledger';
import { aNotification, anEndpoint } from '../../../../shared/testing/factories';
import { recordInChain } from '../../../../shared/testing/record-in-chain';
import { type Receiver, startReceiver } from '../../../../tools/local/demo/receiver';
import { type Call, claimsOf } from '../testing/api-event';
import { apiWorld } from '../testing/api-world';

const claims = claimsOf('acme', 'reader', 'operator', 'producer');
const ID = 'ep_01m83vvae0dxk8dr745633ez6j';
const endpoint = anEndpoint({ tenant: 'acme', id: ID });
const address = 'ada@example.com';

function start() {
  const world = apiWorld({ endpoints: [endpoint] });
  const call = (route: Call['route'], rest: Omit<Call, 'route' | 'claims'> = {}) =>
    world.call({ route, claims, ...rest });
  return { ...world, call };
}
const path = { id: ID };

describe('endpoints', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('are added with a secret that only this answer shows', async () => {
    const { call } = start();
    const headers = { authorization: 'Bearer of-ours' };
    const {
      status,
      body,
      headers: answered,
    } = await call('addEndpoint', {
      body: { url: receiver.url('/a'), types: ['order.*', 'no.such'], headers, ratePerSecond: 5 },
    });
    const { id } = body.endpoint;
    expect([status, answered.location]).toEqual([201, `https://api.example.com/oidc/v1/endpoints/${id}`]);
    expect(body).toEqual({
      endpoint: {
        id,
        tenant: 'acme',
        url: receiver.url('/a'),
        types: ['order.*', 'no.such'],
        headers: ['authorization'],
        secrets: [{ createdAt: expect.any(String) }],
        ratePerSecond: 5,
        state: { enabled: true, since: expect.any(String) },
        createdAt: expect.any(String),
      },
      secret: expect.stringMatching(/^whsec_/),
      warnings: [],
    });
    const { text, body: read } = await call('getEndpoint', { path: { id } });
    expect(read).toEqual(body.endpoint);
    expect(text).not.toMatch(/whsec_|of-ours|sealed/);
  });

  test('are refused with every fault of what an operation checks', async () => {
    const { status, body } = await start().call('addEndpoint', {
      body: { url: 'ftp://127.0.0.1/', types: ['Order'], secret: 'short', headers: { host: 'x' } },
    });
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer.split('/')[1]);
    expect([status, body.code, new Set(pointers)]).toEqual([
      422,
      'cli.endpoint_invalid',
      new Set(['url', 'secret', 'types', 'headers']),
    ]);
  });

  test('are listed, changed, disabled, enabled and removed', async () => {
    const { call } = start();
    expect((await call('listEndpoints')).body.endpoints).toMatchObject([{ id: ID, types: ['*'] }]);
    const changed = await call('updateEndpoint', { path, body: { types: ['order.*'] } });
    expect([changed.status, changed.body]).toMatchObject([200, { endpoint: { types: ['order.*'] }, warnings: [] }]);
    const nothing = await call('updateEndpoint', { path, body: {} });
    expect([nothing.status, nothing.body.code]).toEqual([422, 'cli.nothing_to_update']);
    const disabled = await call('disableEndpoint', { path, body: { reason: 'moves' } });
    expect(disabled.body).toMatchObject({ enabled: false, reason: 'moves' });
    expect((await call('disableEndpoint', { path })).status).toBe(200);
    expect((await call('enableEndpoint', { path })).body).toMatchObject({ enabled: true });
    const removed = await call('removeEndpoint', { path });
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await call('removeEndpoint', { path })).status).toBe(404);
  });

  test('get a new secret, once; an overlap that is too long is refused', async () => {
    const { call } = start();
    const rotated = await call('rotateEndpoint', { path });
    expect([rotated.status, rotated.body]).toMatchObject([
      200,
      {
        secret: expect.stringMatching(/^whsec_/),
        endpoint: { secrets: [{}, { expiresAt: '2026-11-24T09:30:00.000Z' }] },
      },
    ]);
    const long = await call('rotateEndpoint', { path, body: { overlapSeconds: 2_592_001 } });
    expect([long.status, long.body.errors]).toMatchObject([400, [{ pointer: '/overlapSeconds' }]]);
  });

  test('get a test event; the answer says what the receiver answered', async () => {
    const { call, topic, queue } = start();
    receiver.answer('/test', () => ({ status: 410 }));
    const { body: added } = await call('addEndpoint', { body: { url: receiver.url('/test'), types: ['*'] } });
    const { status, body } = await call('testEndpoint', { path: { id: added.endpoint.id } });
    expect([status, body]).toMatchObject([
      200,
      { eventId: receiver.posts('/test')[0]?.headers['webhook-id'], status: 410 },
    ]);
    expect([topic.published, queue.sent]).toEqual([[], []]);
  });
});

describe('a replay', () => {
  const notification = aNotification({ tenant: 'acme', channels: 'webhook' });

  async function failed() {
    const world = start();
    await recordInChain([acceptedEvent(notification, JSON.stringify(notification), world.clock.now())], world.audit);
    const key = { tenant: 'acme', notificationId: notification.id, channel: 'webhook', target: ID };
    const [now, lease] = ['2026-11-23T09:30:00.000Z', '2026-11-23T09:31:00.000Z'];
    await world.ledger.claim(key, { attempt: 1, now, leaseUntil: lease, leaseLimit: lease });
    const attempt = { n: 1, at: now, outcome: 'retry', durationMs: 1 } as const;
    await world.ledger.settle(key, { n: 1, state: 'failed', lease, attempt });
    return world;
  }
  const replayed = { deliveries: [{ channel: 'webhook', target: ID, state: 'failed' }], disabled: [], erased: [] };

  test('is only told by a dry run, and sent by another one', async () => {
    const { call, queue } = await failed();
    const of = { path: { id: notification.id } };
    const dry = await call('replayNotification', { ...of, body: { dryRun: true } });
    expect([dry.status, dry.body, queue.sent]).toEqual([200, { dryRun: true, ...replayed }, []]);
    const real = await call('replayNotification', of);
    expect([real.status, real.body]).toEqual([200, { dryRun: false, ...replayed }]);
    expect(queue.sent.map(({ message }) => JSON.parse(message.body).id)).toEqual([notification.id]);
  });

  test.each([
    [{ channel: 'fax' }, 422, 'cli.unknown_channel'],
    [{ targets: ['nobody@example.com'] }, 422, 'cli.unknown_target'],
    [{ targets: [] }, 400, 'api.request_invalid'],
    [{ all: true }, 400, 'api.request_invalid'],
  ])('of %j is refused with %d %s', async (body, status, code) => {
    const { call, queue } = await failed();
    const answer = await call('replayNotification', { path: { id: notification.id }, body });
    expect([answer.status, answer.body.code, queue.sent]).toEqual([status, code, []]);
  });

  test('that a queue refuses is answered with 503, without what AWS said', async () => {
    const { call, log, ports } = await failed();
    Object.assign(await ports.openQueue('webhook'), {
      offer: async () => ['AccessDenied at https://sqs.example.com/123'],
    });
    const { status, body, text } = await call('replayNotification', { path: { id: notification.id } });
    expect([status, body.code]).toEqual([503, 'cli.replay_incomplete']);
    expect(text).not.toContain('AccessDenied');
    expect(JSON.stringify(log.lines)).toContain('AccessDenied');
  });

  test.each([['01M99VVAE0DXK8DR745633EZ6J'], ['x'], ['C#acme'], ['']])(
    'of the id %j, which nobody has, is 404',
    async (id) => {
      for (const route of ['getNotification', 'replayNotification'] as const)
        expect((await start().call(route, { path: { id } })).status).toBe(404);
    },
  );

  test('shows in the state of the notification, whose text comes only when asked for', async () => {
    const { call } = await failed();
    const [without, withBody] = [{}, { query: { body: 'true' } }].map((query) =>
      call('getNotification', { path: { id: notification.id }, ...query }),
    );
    expect((await without)?.body).toMatchObject({
      id: notification.id,
      tenant: 'acme',
      deliveries: [{ target: ID, state: 'failed' }],
    });
    expect((await without)?.body.text).toBeUndefined();
    expect((await withBody)?.body.text).toBe(JSON.stringify(notification));
  });
});

describe('addresses', () => {
  test('are suppressed, listed and mailed again', async () => {
    const { call } = start();
    const added = await call('addSuppression', { body: { address: 'Ada <ADA@example.com>' } });
    const objection = {
      kind: 'suppressed',
      address,
      scope: 'acme',
      reason: 'MANUAL',
      since: '2026-11-23T09:30:00.000Z',
    };
    expect([added.status, added.body]).toEqual([201, objection]);
    expect((await call('listSuppressions', { query: { address } })).body).toEqual({ objections: [objection] });
    expect((await call('removeSuppression', { path: { address } })).status).toBe(204);
    expect((await call('removeSuppression', { path: { address } })).status).toBe(404);
  });

  test('that are suppressed for all tenants are shown to callers of every tenant alone', async () => {
    const all = {
      kind: 'suppressed',
      address,
      scope: '*',
      reason: 'BOUNCE',
      since: '2026-11-23T09:30:00.000Z',
    } as const;
    const { call } = apiWorld({ objections: [all] });
    const request = { route: 'listSuppressions', query: { address, tenant: 'acme' } } as const;
    expect((await call(request)).body).toEqual({ objections: [all] });
    expect((await call({ ...request, claims })).body).toEqual({ objections: [] });
  });

  test('have preferences, of which unknown categories are refused before any is changed', async () => {
    const { call, preferences } = start();
    const set = (categories: object) => call('setPreferences', { path: { address }, body: { categories } });
    const off = { address, tenant: 'acme', categories: { digest: false }, suppressed: false };
    expect((await set({ digest: false })).body).toEqual(off);
    expect((await call('getPreferences', { path: { address } })).body).toEqual(off);
    const refused = await set({ digest: true, 'no/such': false, transactional: false });
    expect([refused.status, refused.body.errors]).toMatchObject([
      422,
      [{ pointer: '/categories/no~1such' }, { pointer: '/categories/transactional' }],
    ]);
    expect(await preferences.objections(address)).toHaveLength(1);
  });

  test.each([['nobody'], ['a@b, c@d'], ['']])('%j is none', async (given) => {
    const { call } = start();
    expect((await call('getPreferences', { path: { address: given } })).status).toBe(422);
    expect((await call('removeSuppression', { path: { address: given } })).status).toBe(422);
  });
});

test('the catalogue and the description are answered', async () => {
  const { call } = start();
  const { types } = (await call('listTypes')).body;
  expect(types.map(({ type }: { type: string }) => type)).toContain('order.shipped');
  expect((await call('getDescription')).body.info.title).toEqual(expect.any(String));
  expect((await call('getHealth')).body).toEqual({ status: 'ok', version: expect.any(String) });
});
