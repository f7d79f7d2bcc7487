import { dynamodbCircuits } from '../../shared/aws/dynamodb/dynamodb-circuits';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { dynamodb, endpoints, state } from '../support/harness';
import { scenario } from '../support/scenario';
import { eventually, publish, reasonOf, register, settled, states, takeDeadLetters } from '../support/world';

const invoiceCreated = { channels: 'webhook', type: 'invoice.created' };

scenario('webhook', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('every endpoint that wants the type gets the event, signed so that an independent library accepts it', async () => {
    const tenant = aTenant();
    const [all, orders, other] = [
      await register(receiver, tenant, ['*']),
      await register(receiver, tenant, ['invoice.*']),
      await register(receiver, tenant, ['order.shipped']),
    ];
    const notification = aNotification({
      tenant,
      channels: 'webhook',
      type: 'invoice.created',
      data: { invoice: 'R-17' },
    });
    await publish(notification);
    const history = await settled(notification.id, 2);
    expect(states(history)).toEqual([`webhook ${all.id} delivered`, `webhook ${orders.id} delivered`].sort());
    const [post, ...more] = receiver.posts(`/${all.id}`);
    const { channels, recipients, ...event } = notification;
    expect(more).toEqual([]);
    expect(post).toMatchObject({ verified: true, headers: { 'webhook-id': notification.id } });
    expect(JSON.parse(post?.body ?? '')).toEqual(event);
    expect(receiver.posts(`/${orders.id}`)).toHaveLength(1);
    expect(receiver.posts(`/${other.id}`)).toEqual([]);
  });

  test('an endpoint whose URL was changed in the table gets nothing, and the delivery says why', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    await endpoints.save({ ...endpoint, url: receiver.url(`/elsewhere-${endpoint.id}`) });
    const notification = aNotification({ tenant, channels: 'webhook', type: 'invoice.created' });
    await publish(notification);
    const { deliveries } = await settled(notification.id, 1);
    expect(deliveries).toMatchObject([{ target: endpoint.id, state: 'failed' }]);
    for (const { reason } of deliveries[0]?.attempts ?? []) expect(reason).toMatch(/^webhook\.secret\.unreadable: /);
    expect(receiver.posts(`/elsewhere-${endpoint.id}`)).toEqual([]);
  });

  test('a delivery to a failing endpoint is retried with the same bytes, then dead-lettered, and delays no other endpoint', async () => {
    const tenant = aTenant();
    const [failing, healthy] = [await register(receiver, tenant), await register(receiver, tenant)];
    receiver.answer(`/${failing.id}`, () => ({ status: 503 }));
    const notification = aNotification({ tenant, channels: 'webhook', type: 'invoice.created' });
    await publish(notification);
    await eventually(
      async () => receiver.posts(`/${healthy.id}`),
      ({ length }) => length === 1,
      10_000,
    );
    const history = await settled(notification.id, 2);
    expect(states(history)).toEqual([`webhook ${failing.id} failed`, `webhook ${healthy.id} delivered`].sort());
    const posts = receiver.posts(`/${failing.id}`);
    expect(posts.map(({ verified }) => verified)).toEqual([true, true, true, true]);
    expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
    expect(new Set(posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([notification.id]));
    const attempts = history.deliveries.find(({ target }) => target === failing.id)?.attempts;
    expect(attempts?.map(({ n, outcome }) => ({ n, outcome }))).toEqual(
      [1, 2, 3, 4].map((n) => ({ n, outcome: 'retry' })),
    );
    const [letter] = await takeDeadLetters('webhook-dlq', notification.id);
    expect(reasonOf(letter)).toMatch(/^failed: .*503/);
  });

  test('an endpoint that recovers gets the event at its next attempt', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    receiver.answer(`/${endpoint.id}`, (_post, count) => ({ status: count === 1 ? 500 : 200 }));
    const notification = aNotification({ tenant, channels: 'webhook', type: 'invoice.created' });
    await publish(notification);
    const { deliveries } = await settled(notification.id, 1);
    expect(deliveries[0]?.attempts.map(({ outcome }) => outcome)).toEqual(['retry', 'delivered']);
  });

  test('an endpoint that answers 410 is disabled, and gets nothing more', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    receiver.answer(`/${endpoint.id}`, () => ({ status: 410 }));
    const [first, second] = [
      aNotification({ tenant, ...invoiceCreated }),
      aNotification({ tenant, ...invoiceCreated }),
    ];
    await publish(first);
    const { deliveries } = await settled(first.id, 1);
    // Wait: the function records the delivery before it disables the endpoint.
    const { state } = await eventually(
      async () => (await endpoints.find(tenant, endpoint.id)) ?? endpoint,
      (found) => !found.state.enabled,
    );
    await publish(second);
    const later = await settled(second.id, 1);
    const statesOf = [...deliveries, ...later.deliveries].map((delivery) => delivery.state);
    expect(statesOf).toEqual(['rejected', 'suppressed']);
    expect(receiver.posts(`/${endpoint.id}`)).toHaveLength(1);
    expect(state).toMatchObject({ enabled: false, reason: 'gone: the endpoint answered 410' });
  });

  test('an endpoint with a rate gets everything, in its turn', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    await endpoints.change(tenant, endpoint.id, { ratePerSecond: 1 });
    const all = [1, 2, 3, 4].map(() => aNotification({ tenant, channels: 'webhook', type: 'invoice.created' }));
    await Promise.all(all.map((notification) => publish(notification)));
    for (const { id } of all) expect(states(await settled(id, 1))).toEqual([`webhook ${endpoint.id} delivered`]);
    const times = receiver.posts(`/${endpoint.id}`).map(({ at }) => at.getTime());
    expect(times).toHaveLength(4);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2_000);
  });

  test('an endpoint with an open circuit gets nothing until half-open, then one probe, then all waiting deliveries', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    const circuits = dynamodbCircuits(dynamodb, state.outputs.directory_table);
    const openUntil = new Date(Date.now() + 8_000);
    await circuits.fail(tenant, endpoint.id, 5, new Date().toISOString());
    await circuits.open(tenant, endpoint.id, { openUntil: openUntil.toISOString(), openings: 1 }, undefined);
    const all = [1, 2, 3].map(() => aNotification({ tenant, channels: 'webhook', type: 'invoice.created' }));
    await Promise.all(all.map((notification) => publish(notification)));
    for (const { id } of all) expect(states(await settled(id, 1))).toEqual([`webhook ${endpoint.id} delivered`]);
    const posts = receiver.posts(`/${endpoint.id}`);
    expect(posts).toHaveLength(3);
    expect(posts[0]?.at.getTime()).toBeGreaterThanOrEqual(openUntil.getTime());
    expect((await endpoints.load(tenant)).circuits.size).toBe(0);
  });

  test('a notification without an endpoint for its type has a suppressed delivery with the reason', async () => {
    const notification = aNotification({ channels: 'webhook', type: 'invoice.created' });
    await publish(notification);
    const { deliveries } = await settled(notification.id, 1);
    expect(deliveries).toMatchObject([{ channel: 'webhook', state: 'suppressed' }]);
    expect(deliveries[0]?.attempts[0]?.reason).toContain('no endpoint');
  });
});
