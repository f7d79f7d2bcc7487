import { channels } from '../../../../handlers';
import type { Delivery } from '../../../domain/delivery/claim';
import type { Endpoint } from '../../../ports/endpoints';
import { acceptedEvent } from '../../../ports/ledger';
import { aNotification, anEndpoint, disabled } from '../../../testing/factories';
import { sealedRecord } from '../../../testing/sealed';
import { withHeld as withHeldOf } from '../held';
import type { NamedHistory } from '../read-history';

export const withHeld = (history: NamedHistory, endpoints: readonly Endpoint[], now: Date) =>
  withHeldOf(history, endpoints, now, channels);

export const day = (date: number) => `2026-11-${date}T09:30:00.000Z`;
export const notification = aNotification({ tenant: 'demo', type: 'order.shipped', channels: 'webhook' });
export const event = sealedRecord(acceptedEvent(notification, JSON.stringify(notification), new Date(day(20))));
export const id = notification.id;
export const NOW = new Date(day(23));
export const attempt = { n: 1, at: day(20), outcome: 'suppressed', durationMs: 0 } as const;
export const aDelivery = (target: string, state: Delivery['state']): Delivery => ({
  tenant: 'demo',
  notificationId: id,
  channel: 'webhook',
  target,
  state,
  attempted: 1,
  attempts: [{ ...attempt, reason: 'every endpoint is disabled' }],
});
export const note = aDelivery('', 'suppressed');
export const off = (date: number) => ({ ...disabled('moves'), since: day(date) });
export const endpointOf = (name: string, state = off(15), createdAt = day(10)) =>
  anEndpoint({ tenant: 'demo', id: name, types: ['order.*'], state, createdAt });

export const held = (deliveries: readonly Delivery[], ...endpoints: readonly ReturnType<typeof endpointOf>[]) =>
  withHeld({ id, event, deliveries }, endpoints, NOW);
