import { createProducer } from '../../shared/producer';
import { aTenant } from '../../shared/testing/factories';
import { allPages } from '../../tools/cli/all-pages';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { apiUrl, callApi } from '../support/api';
import { region } from '../support/harness';
import { invokeByRule } from '../support/invoke';
import { scenario } from '../support/scenario';
import { eventually, settled } from '../support/world';

const invoice = { type: 'invoice.created', channels: 'webhook', data: { invoice: 'R-17' } };

scenario('HTTP API', ['functions', 'http-api', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('a notification is accepted with its id at once, delivered, and its state can be read', async () => {
    const tenant = aTenant();
    const added = await callApi('POST', '/v1/endpoints', { body: { tenant, url: receiver.url('/a'), types: ['*'] } });
    expect([added.status, added.body]).toMatchObject([201, { endpoint: { tenant, types: ['*'] }, warnings: [] }]);
    receiver.trust('/a', added.body.secret);
    const { status, body, headers } = await callApi('POST', '/v1/notifications', { body: { ...invoice, tenant } });
    expect([status, body, headers.get('cache-control')]).toEqual([
      202,
      { id: expect.stringMatching(/^[0-9A-Z]{26}$/), status: 'accepted', messageId: expect.any(String) },
      'no-store',
    ]);
    const read = await eventually(
      () => callApi('GET', `/v1/notifications/${body.id}`),
      (answer) => answer.status === 200 && answer.body.settled && answer.body.deliveries.length > 0,
    );
    expect(read.body).toMatchObject({
      id: body.id,
      tenant,
      deliveries: [{ channel: 'webhook', target: added.body.endpoint.id, state: 'delivered' }],
    });
    expect(receiver.posts('/a')).toMatchObject([{ verified: true, headers: { 'webhook-id': body.id } }]);
  });

  test('the SDK publishes through it, one and many, with the results that it has from SNS', async () => {
    const tenant = aTenant();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const producer = createProducer({
      endpoint: apiUrl(''),
      region,
      credentials,
      source: '/shop',
      tenant,
      unknownTypes: 'allow',
    });
    const entry = { ...invoice, channels: 'audit' };
    const keyed = { ...entry, idempotencykey: 'invoice-17' };
    const { id } = await producer.publishNotification(keyed);
    const results = await producer.publishBatch(Array.from({ length: 12 }, () => entry));
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['published']));
    for (const one of [id, ...results.map((result) => result.id ?? '')])
      expect((await settled(one, 0)).event).toMatchObject({ tenant, type: 'invoice.created' });
    const conflict = producer.publishNotification({ ...keyed, data: { invoice: 'R-18' } });
    await expect(conflict).rejects.toMatchObject({ code: 'notification.id.conflict' });
  });

  test('a batch says of each entry what became of it', async () => {
    const tenant = aTenant();
    const entries = [{ ...invoice, tenant }, { ...invoice, tenant, time: 'today' }, []];
    const { status, body } = await callApi('POST', '/v1/notifications', { body: entries });
    expect([status, body]).toMatchObject([
      207,
      {
        accepted: 1,
        results: [
          { status: 'accepted' },
          { status: 'refused', errors: [{ code: 'notification.time.malformed', pointer: '/time' }] },
          { status: 'refused', errors: [{ code: 'notification.not_an_object', pointer: '' }] },
        ],
      },
    ]);
  });

  test('what failed is listed, and a replay of all of it delivers it', async () => {
    const tenant = aTenant();
    const of = `?tenant=${tenant}`;
    const url = receiver.url('/failing');
    const { body: added } = await callApi('POST', '/v1/endpoints', { body: { tenant, url, types: ['*'] } });
    receiver.trust('/failing', added.secret);
    receiver.answer('/failing', () => ({ status: 503 }));
    const { body: published } = await callApi('POST', '/v1/notifications', { body: { ...invoice, tenant } });
    const list = `/v1/notifications${of}&state=failed&type=invoice.created`;
    const failed = await eventually(
      () => callApi('GET', list),
      ({ body }) => body.notifications.length === 1,
    );
    expect(failed.body).toMatchObject({ notifications: [{ id: published.id, deliveries: [{ state: 'failed' }] }] });
    receiver.answer('/failing', () => ({ status: 204 }));
    const filter = { tenant, state: 'failed', endpoint: added.endpoint.id };
    const dry = await callApi('POST', '/v1/replays', { body: { ...filter, dryRun: true } });
    expect([dry.status, dry.body]).toMatchObject([200, { deliveries: 1, first: [{ notificationId: published.id }] }]);
    const begun = await callApi('POST', '/v1/replays', { body: filter });
    expect(begun.status).toBe(202);
    expect(await invokeByRule('replays')).toBeUndefined();
    const replay = `/v1/replays/${begun.body.id}`;
    const done = await eventually(
      () => callApi('GET', replay + of),
      ({ body }) => body.status === 'done',
    );
    expect(done.body.counts).toEqual({ found: 1, sent: 1, skipped: 0, failed: 0 });
    const deliveries = await eventually(
      () => callApi('GET', `/v1/endpoints/${added.endpoint.id}/deliveries${of}&state=delivered`),
      ({ body }) => body.deliveries.length === 1,
    );
    expect(deliveries.body.deliveries).toMatchObject([{ id: published.id }]);
    expect((await callApi('POST', `${replay}/stop${of}`)).body).toMatchObject({ status: 'done' });
    expect((await callApi('GET', `${replay}?tenant=${aTenant()}`)).status).toBe(404);
    expect((await callApi('GET', `/v1/endpoint-health${of}`)).body.endpoints).toMatchObject([{ successRate: 1 }]);
  });

  test('a tail has what was recorded since it began, and its tenant is listed', async () => {
    const tenant = aTenant();
    const { body: begun } = await callApi('GET', `/v1/tail?tenant=${tenant}`);
    const record = { ...invoice, tenant, channels: 'audit' };
    const { body: published } = await callApi('POST', '/v1/notifications', { body: record });
    const tailed = await eventually(
      () => callApi('GET', `/v1/tail?tenant=${tenant}&cursor=${begun.position}`),
      ({ body }) => body.notifications.length === 1,
    );
    expect(tailed.body.notifications).toMatchObject([{ id: published.id }]);
    const tenants = await allPages<string>(async (cursor) => {
      const { body } = await callApi('GET', `/v1/tenants${cursor ? `?cursor=${cursor}` : ''}`);
      return { items: body.tenants, next: body.next };
    });
    expect(tenants).toContain(tenant);
  });

  test('the catalogue and the description are answered', async () => {
    const types = await callApi('GET', '/v1/types');
    expect([types.status, types.body.types[0]]).toMatchObject([200, { type: expect.any(String), schema: {} }]);
    const description = await callApi('GET', '/v1/openapi.json', { anonymous: true });
    expect([description.status, description.body.openapi]).toEqual([200, expect.stringMatching(/^3\.1\./)]);
  });

  test('who has neither signature nor token is refused', async () => {
    const { status } = await callApi('GET', '/v1/types', { anonymous: true });
    expect(status).toBe(403);
    expect((await callApi('GET', '/v1/health', { anonymous: true })).body).toMatchObject({ status: 'ok' });
  });

  test('endpoints are read, changed, rotated, disabled, enabled, tested and removed', async () => {
    const tenant = aTenant();
    const url = receiver.url('/b');
    const { body: added } = await callApi('POST', '/v1/endpoints', { body: { tenant, url, types: ['order.*'] } });
    const path = `/v1/endpoints/${added.endpoint.id}`;
    const of = `?tenant=${tenant}`;
    expect((await callApi('GET', path + of)).body).toMatchObject({ url, types: ['order.*'] });
    const changed = await callApi('PATCH', path + of, { body: { types: ['*'], ratePerSecond: 5 } });
    expect(changed.body).toMatchObject({ endpoint: { types: ['*'], ratePerSecond: 5 } });
    expect((await callApi('POST', `${path}/rotate${of}`)).body).toMatchObject({
      secret: expect.stringMatching(/^whsec_/),
    });
    expect((await callApi('POST', `${path}/disable${of}`, { body: { reason: 'moves' } })).body).toMatchObject({
      enabled: false,
      reason: 'moves',
    });
    expect((await callApi('POST', `${path}/enable${of}`)).body).toMatchObject({ enabled: true });
    expect((await callApi('POST', `${path}/test${of}`)).body).toMatchObject({ outcome: 'delivered', status: 204 });
    expect((await callApi('GET', `/v1/endpoints${of}`)).body.endpoints).toHaveLength(1);
    expect((await callApi('DELETE', path + of)).status).toBe(204);
    expect([(await callApi('GET', path + of)).status, (await callApi('DELETE', path + of)).status]).toEqual([404, 404]);
  });

  test('addresses are suppressed and mailed again, and their preferences are changed', async () => {
    const tenant = aTenant();
    const of = `?tenant=${tenant}`;
    const address = 'ada+news@example.com';
    const encoded = encodeURIComponent(address);
    expect((await callApi('POST', '/v1/suppressions', { body: { tenant, address } })).status).toBe(201);
    const listed = await callApi('GET', `/v1/suppressions${of}&address=${encoded}`);
    expect(listed.body.objections).toMatchObject([{ kind: 'suppressed', address, scope: tenant }]);
    const off = await callApi('PUT', `/v1/preferences/${encoded}${of}`, { body: { categories: { digest: false } } });
    expect(off.body).toEqual({ address, tenant, categories: { digest: false }, suppressed: true });
    expect((await callApi('DELETE', `/v1/suppressions/${encoded}${of}`)).status).toBe(204);
    expect((await callApi('GET', `/v1/preferences/${encoded}${of}`)).body).toMatchObject({ suppressed: false });
  });
});
