import { ulid } from 'ulid';
import { messageAttributes } from '../../shared/domain/notification/routing';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { ledger } from '../support/harness';
import { scenario } from '../support/scenario';
import {
  asKept,
  eventually,
  mailsTo,
  publish,
  publishText,
  reasonOf,
  register,
  settled,
  states,
  takeDeadLetters,
} from '../support/world';

scenario('bad input', ['functions'], () => {
  test('text that is no notification is kept by every channel it reached, with the reason, and shows under its message id', async () => {
    const marker = ulid();
    const attributes = messageAttributes(aNotification({ channels: 'email' }));
    await publishText(`{"marker":"${marker}",`, attributes);
    for (const queue of ['email-dlq', 'audit-dlq']) {
      const [letter] = await takeDeadLetters(queue, marker);
      expect(reasonOf(letter)).toContain('json.malformed');
    }
  });

  test('a notification with several faults names all of them, in the dead-letter queue and under its id', async () => {
    const notification = aNotification({ channels: 'email' });
    const { tenant, ...rest } = notification;
    const wrong = { ...rest, tenant, time: 'yesterday', type: 'Order Shipped', data: [], recipients: 'nobody' };
    await publishText(JSON.stringify(wrong), messageAttributes(notification));
    const [letter] = await takeDeadLetters('email-dlq', notification.id);
    const attributes = ['time.malformed', 'type.malformed', 'data.malformed', 'recipients.address_malformed'];
    const codes = attributes.map((code) => `notification.${code}`);
    for (const code of codes) expect(reasonOf(letter)).toContain(code);
    const { deliveries } = await eventually(
      () => ledger.history(notification.id),
      (history) => history.deliveries.length === 2,
    );
    expect(states({ deliveries })).toEqual(['audit rejected', 'email rejected']);
    for (const code of codes) expect(deliveries[0]?.attempts[0]?.reason).toContain(code);
  });

  test('a producer that forgot the message attributes finds out from the record', async () => {
    const notification = aNotification({ channels: 'email' });
    await publishText(JSON.stringify(notification), {});
    const { deliveries } = await eventually(
      () => ledger.history(notification.id),
      (history) => history.deliveries.length === 1,
    );
    expect(deliveries).toMatchObject([{ channel: 'audit', state: 'rejected' }]);
    expect(deliveries[0]?.attempts[0]?.reason).toContain('message attribute channels is missing');
    await takeDeadLetters('audit-dlq', notification.id);
  });

  test('SNS refuses a message over 256 KiB, so nothing of it is half delivered', async () => {
    const notification = aNotification({ channels: 'audit', data: { text: 'x'.repeat(262_144) } });
    await expect(publish(notification)).rejects.toMatchObject({ name: expect.stringMatching(/InvalidParameter/) });
  });

  test('a notification of almost 256 KiB goes all the way', async () => {
    const notification = aNotification({
      channels: 'audit',
      type: 'invoice.created',
      data: { text: 'x'.repeat(255_000) },
    });
    await publish(notification);
    const { event } = await settled(notification.id, 0);
    expect(asKept(event?.text)).toEqual(asKept(JSON.stringify(notification)));
  });
});

scenario('poison', ['functions', 'ses', 'inbox'], () => {
  test('one poison message among ten ends in the dead-letter queue, and the nine are mailed once', async () => {
    const run = ulid().toLowerCase();
    const good = Array.from({ length: 9 }, (_, index) =>
      aNotification({ channels: 'email', type: 'invoice.created', recipients: `${run}-${index}@example.com` }),
    );
    const poison = publishText(`poison ${run}`, messageAttributes(aNotification({ channels: 'email' })));
    await Promise.all([poison, ...good.map((notification) => publish(notification))]);
    for (const { id } of good) await settled(id, 1);
    const [letter] = await takeDeadLetters('email-dlq', run);
    expect(reasonOf(letter)).toContain('json.malformed');
    expect(await mailsTo(`${run}-`, 9)).toHaveLength(9);
    await takeDeadLetters('audit-dlq', run);
  });
});

scenario('webhook', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('a notification that has expired is not sent and says so', async () => {
    const tenant = aTenant();
    const endpoint = await register(receiver, tenant);
    const notification = aNotification({
      tenant,
      channels: 'webhook',
      type: 'invoice.created',
      expirytime: '2020-01-01T00:00:00Z',
    });
    await publish(notification);
    const { deliveries } = await settled(notification.id, 1);
    expect(deliveries[0]?.attempts[0]?.reason).toBe('expired at 2020-01-01T00:00:00Z');
    expect(receiver.posts(`/${endpoint.id}`)).toEqual([]);
  });
});
