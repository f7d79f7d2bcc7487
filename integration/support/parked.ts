import { ulid } from 'ulid';
import { dynamodbDeliveryLedger } from '../../shared/aws/dynamodb/dynamodb-delivery-ledger';
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
import type { Receiver } from '../../tools/local/demo/receiver';
import { dataKeys, eventLedger } from './audit';
import { dynamodb, state } from './harness';
import { register } from './world';

export const ledgerTable = { tableName: state.outputs.ledger_table, retentionDays: 30 };
/** Writes messages without the seal's key, as another principal could. */
export const unsealedDeliveries = dynamodbDeliveryLedger(dynamodb, ledgerTable, { log: recordingLogger() });
export const deliveries = sealedLedger(unsealedDeliveries, { channel: 'webhook', keys: sealKeysOf(dataKeys) });
export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

export interface Parked {
  readonly by?: Pick<DeliveryLedger, 'claim' | 'settle'>;
  /** Until the next attempt is due. */
  readonly seconds?: number;
  /** What another body has than the recorded notification. */
  readonly change?: Partial<Notification>;
}

/** A recorded notification whose first attempt at an endpoint of this receiver failed, and whose next one is parked. */
export async function parked(receiver: Receiver, { by = deliveries, seconds = 1, change }: Parked = {}) {
  const tenant = aTenant();
  const { id: target } = await register(receiver, tenant);
  const notification = aNotification({ id: ulid(), tenant, channels: 'webhook' });
  const body = webhookBody({ ...notification, ...change });
  const key = { tenant, notificationId: notification.id, channel: 'webhook', target };
  const digest = contentDigest(notification);
  const lease = { now: inSeconds(0), leaseUntil: inSeconds(35), leaseLimit: inSeconds(70) };
  const attempt = { n: 1, at: inSeconds(0), outcome: 'retry', reason: 'HTTP 503', durationMs: 1 } as const;
  const message = forAttempt(deliveryMessage({ tenant, target, body, digest }), 2, tenant);
  await eventLedger.accept(acceptedEvent(notification, JSON.stringify(notification), new Date()));
  await by.claim(key, { attempt: 1, digest, ...lease });
  const settlement = { n: 1, state: 'retrying', attempt, lease: lease.leaseUntil } as const;
  await by.settle(key, settlement, { dueAt: inSeconds(seconds), message });
  return { id: notification.id, tenant, target, body };
}
