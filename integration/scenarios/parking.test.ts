import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { dynamodbDeliveryLedger } from '../../shared/aws/dynamodb/dynamodb-delivery-ledger';
import { orphanScanKey } from '../../shared/aws/dynamodb/ledger-items';
import { BRING_BACK_SECONDS } from '../../shared/domain/delivery/retry-schedule';
import { contentDigest } from '../../shared/domain/notification/content-digest';
import type { Notification } from '../../shared/domain/notification/notification';
import { webhookBody } from '../../shared/domain/notification/routing';
import { acceptedEvent, type DeliveryLedger } from '../../shared/ports/ledger';
import { deliveryMessage } from '../../shared/runtime/message/delivery-message';
import { forAttempt } from '../../shared/runtime/message/for-attempt';
import { sealKeysOf } from '../../shared/runtime/message/message-seal';
import { sealedLedger } from '../../shared/runtime/message/sealed-queue';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { recordingLogger } from '../../shared/testing/recording-logger';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { dataKeys, eventLedger } from '../support/audit';
import { dynamodb, ledger, state } from '../support/harness';
import { invokeByRule } from '../support/invoke';
import { scenario } from '../support/scenario';
import { eventually, register } from '../support/world';

// The sweeper's rule invokes it once a minute.
jest.setTimeout(150_000);

const table = { tableName: state.outputs.ledger_table, retentionDays: 30 };
const unsealed = dynamodbDeliveryLedger(dynamodb, table, { log: recordingLogger() });
const deliveries = sealedLedger(unsealed, { channel: 'webhook', keys: sealKeysOf(dataKeys) });
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

scenario('webhook', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  /** A delivery whose first attempt failed, and whose next attempt is parked by `by`. */
  async function parked(by: Pick<DeliveryLedger, 'claim' | 'settle'>, change: Partial<Notification> = {}) {
    const tenant = aTenant();
    const { id: target } = await register(receiver, tenant);
    const notification = aNotification({ id: ulid(), tenant, channels: 'webhook' });
    const body = webhookBody({ ...notification, ...change });
    const key = { tenant, notificationId: notification.id, channel: 'webhook', target };
    const digest = contentDigest(notification);
    const lease = { now: inSeconds(0), leaseUntil: inSeconds(35), leaseLimit: inSeconds(70) };
    const attempt = { n: 1, at: inSeconds(0), outcome: 'retry', reason: 'HTTP 503', durationMs: 1 } as const;
    const message = forAttempt(deliveryMessage({ tenant, target, body, digest }), 2, tenant);
    await by.claim(key, { attempt: 1, digest, ...lease });
    const settlement = { n: 1, state: 'retrying', attempt, lease: lease.leaseUntil } as const;
    await by.settle(key, settlement, { dueAt: inSeconds(1), message });
    return { id: notification.id, target, body };
  }

  test('the sweeper sends a parked delivery when it is due, and it is posted once', async () => {
    const forged = await parked(unsealed, { data: { forged: true } });
    const { id, target, body } = await parked(deliveries);
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
    await dynamodb.send(new DeleteItemCommand({ TableName: table.tableName, Key: marshall(orphanScanKey) }));
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
