import { derivedId } from '../../../shared/domain/notification/derived-id';
import type { Notification } from '../../../shared/domain/notification/notification';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { aMessage, aNotification } from '../../../shared/testing/factories';
import { FIVE } from '../world/tenants';

export const TENANT = 'bench';
/** Tenant with five endpoints. */
export const TENANT_OF_FIVE = 'bench-five';

/** Delivery messages of this channel, each for one target. */
export const messages = (channel: string, count: number, made = unchanged): QueueMessage[] =>
  Array.from({ length: count }, () => aMessage(made(forChannel(channel))));

const unchanged = (notification: Notification): Notification => notification;

const forChannel = (channels: string): Notification =>
  aNotification({ tenant: TENANT, channels, type: 'bench.measured', recipients: 'ann@example.com' });

/** A notification for five endpoints or recipients (fan-out). */
export const toFive = (notification: Notification): Notification => ({
  ...notification,
  tenant: TENANT_OF_FIVE,
  recipients: Array.from({ length: FIVE }, (_, n) => `ann-${n}@example.com`).join(', '),
});

/** Derives the id from the idempotency key, as the SDK does. */
export function withKey(notification: Notification): Notification {
  const { id: idempotencykey, tenant } = notification;
  return { ...notification, idempotencykey, id: derivedId(tenant, idempotencykey) };
}
