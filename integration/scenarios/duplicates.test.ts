import { ulid } from 'ulid';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/receiver';
import { scenario } from '../scenario';
import { mailsTo, publish, register, sendTo, settled } from '../world';

/** Something published after the duplicates; when it is done, so are they, or they are on their way to nothing. */
async function flush(channels: string, tenant: string): Promise<void> {
  const recipients = `${ulid().toLowerCase()}@example.com`;
  const marker = aNotification({ tenant, channels, type: 'invoice.created', recipients });
  await publish(marker);
  await settled(marker.id, 1);
}

scenario('mail', () => {
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

scenario('webhook', () => {
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
