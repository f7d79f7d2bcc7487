import { ulid } from 'ulid';
import { derivedId } from '../../shared/domain/notification/derived-id';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { inbox } from '../support/harness';
import { scenario } from '../support/scenario';
import { mailsTo, publish, reasonOf, register, sendTo, settled, takeDeadLetters } from '../support/world';

/** Barrier: a notification published after the duplicates; once it is delivered, they have been handled. */
async function flush(channels: string, tenant: string): Promise<void> {
  const recipients = `${ulid().toLowerCase()}@example.com`;
  const marker = aNotification({ tenant, channels, type: 'invoice.created', recipients });
  await publish(marker);
  await settled(marker.id, 1);
}

scenario('mail', ['functions', 'ses', 'inbox'], () => {
  test('two publishes with one idempotency key are mailed once, and other content under it is not mailed', async () => {
    const [address, another] = [`${ulid().toLowerCase()}@example.com`, `${ulid().toLowerCase()}@example.com`];
    const tenant = aTenant();
    const id = derivedId(tenant, 'order-1');
    const keyed = { id, idempotencykey: 'order-1', tenant, channels: 'email', type: 'invoice.created' };
    const notification = aNotification({ ...keyed, recipients: address });
    await publish(notification);
    await settled(id, 1);
    await publish({ ...notification, time: '2026-11-24T00:00:00Z' });
    await publish({ ...notification, recipients: another });
    const [letter] = await takeDeadLetters('email-dlq', another);
    expect(reasonOf(letter)).toContain('notification.id.conflict');
    await flush('email', tenant);
    expect(await mailsTo(address)).toHaveLength(1);
    expect((await inbox()).filter(({ to }) => to.some((box) => box.includes(another)))).toEqual([]);
  });

  test('a message that SQS delivers three times is mailed once', async () => {
    const address = `${ulid().toLowerCase()}@example.com`;
    const notification = aNotification({ channels: 'email', type: 'invoice.created', recipients: address });
    await publish(notification);
    await sendTo('email', notification);
    await settled(notification.id, 1);
    await sendTo('email', notification);
    await flush('email', notification.tenant);
    expect(await mailsTo(address)).toHaveLength(1);
  });
});

scenario('webhook', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('a message that SQS delivers three times is posted once', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    const notification = aNotification({ tenant, channels: 'webhook', type: 'invoice.created' });
    await publish(notification);
    await sendTo('webhook', notification);
    await settled(notification.id, 1);
    await sendTo('webhook', notification);
    await flush('webhook', tenant);
    const ids = receiver.posts(`/${endpoint.id}`).map(({ headers }) => headers['webhook-id']);
    expect(ids.filter((id) => id === notification.id)).toHaveLength(1);
  });
});
