import { aNotification } from '../../shared/testing/factories';
import { ledger } from '../support/harness';
import { scenario } from '../support/scenario';
import { asKept, eventually, publish, reasonOf, settled, takeDeadLetters } from '../support/world';

scenario('audit', ['functions'], () => {
  test('a notification is recorded exactly as it was published, also when no other channel wants it', async () => {
    const notification = aNotification({ channels: 'audit', type: 'invoice.created', data: { text: 'Grüße 🎉' } });
    await publish(notification);
    const { event, deliveries } = await settled(notification.id, 0);
    const { id, tenant, type } = notification;
    expect(event).toEqual({ id, tenant, type, text: expect.any(String), acceptedAt: expect.any(String) });
    expect(asKept(event?.text)).toEqual(asKept(JSON.stringify(notification)));
    expect(deliveries).toEqual([]);
  });

  test('other content under the same id is refused, and dead-lettered with the reason', async () => {
    const notification = aNotification({ channels: 'audit', type: 'invoice.created', data: { n: 1 } });
    await publish(notification);
    const { event } = await settled(notification.id, 0);
    await publish({ ...notification, data: { n: 2 } });
    const [letter] = await takeDeadLetters('audit-dlq', notification.id);
    expect(reasonOf(letter)).toContain('notification.id.conflict');
    const history = await ledger.history(notification.id);
    expect(history.event).toEqual(event);
    expect(history.deliveries).toMatchObject([{ channel: 'audit', target: 'conflict', state: 'rejected' }]);
  });

  test('publishing is idempotent: a second publish of the same notification changes nothing', async () => {
    const notification = aNotification({ channels: 'audit', type: 'invoice.created' });
    await publish(notification);
    const first = await settled(notification.id, 0);
    await publish(notification);
    const marker = aNotification({ channels: 'audit', type: 'invoice.created' });
    await publish(marker);
    await settled(marker.id, 0);
    expect(
      await eventually(
        () => ledger.history(notification.id),
        () => true,
      ),
    ).toEqual(first);
  });
});
