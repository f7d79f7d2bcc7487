import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { orphanScanKey } from '../../shared/aws/dynamodb/ledger-items';
import { BRING_BACK_SECONDS } from '../../shared/domain/delivery/retry-schedule';
import { contentDigest } from '../../shared/domain/notification/content-digest';
import { webhookBody } from '../../shared/domain/notification/routing';
import { acceptedEvent } from '../../shared/ports/ledger';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { eventLedger } from '../support/audit';
import { dynamodb, ledger } from '../support/harness';
import { invokeByRule } from '../support/invoke';
import { deliveries, inSeconds, ledgerTable, parked, unsealedDeliveries } from '../support/parked';
import { scenario } from '../support/scenario';
import { eventually, register } from '../support/world';

// The sweeper's rule invokes it once a minute.
jest.setTimeout(150_000);

scenario('webhook', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('the sweeper sends a parked delivery when it is due, and it is posted once', async () => {
    const forged = await parked(receiver, { by: unsealedDeliveries, change: { data: { forged: true } } });
    const { id, target, body } = await parked(receiver);
    const history = await eventually(
      () => ledger.history(id),
      (found) => found.deliveries[0]?.state === 'delivered',
      130_000,
    );
    expect(history.deliveries).toMatchObject([{ attempted: 2, attempts: [{ n: 1 }, { n: 2, outcome: 'delivered' }] }]);
    expect(receiver.posts(`/${target}`)).toMatchObject([{ verified: true, body }]);
    // Due at the same time, written by a principal without the seal's key.
    expect((await ledger.history(forged.id)).deliveries).toMatchObject([{ state: 'retrying', attempted: 1 }]);
    expect(receiver.posts(`/${forged.target}`)).toEqual([]);
  });

  test('a delivery that a process left claimed, and whose message is gone, is brought back and posted once', async () => {
    const tenant = aTenant();
    const { id: target } = await register(receiver, tenant);
    const notification = aNotification({ id: ulid(), tenant, channels: 'webhook', type: 'shop.opened' });
    const key = { tenant, notificationId: notification.id, channel: 'webhook', target };
    const claimedAt = inSeconds(-BRING_BACK_SECONDS - 60);
    const lease = { now: claimedAt, leaseUntil: inSeconds(-BRING_BACK_SECONDS), leaseLimit: claimedAt };
    await eventLedger.accept(acceptedEvent(notification, JSON.stringify(notification), new Date()));
    await deliveries.claim(key, { attempt: 1, digest: contentDigest(notification), ...lease });

    // Starts the next pass at once instead of six hours after the last one.
    await dynamodb.send(new DeleteItemCommand({ TableName: ledgerTable.tableName, Key: marshall(orphanScanKey) }));
    const history = await eventually(
      async () => {
        expect(await invokeByRule('sweeper')).toBeUndefined();
        return ledger.history(notification.id);
      },
      (found) => found.deliveries[0]?.state === 'delivered',
      130_000,
    );
    expect(history.deliveries).toMatchObject([{ attempted: 1, attempts: [{ n: 1, outcome: 'delivered' }] }]);
    expect(receiver.posts(`/${target}`)).toMatchObject([{ verified: true, body: webhookBody(notification) }]);
  });
});
