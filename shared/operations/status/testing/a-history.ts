import type { Attempt, Delivery } from '../../../domain/delivery/claim';
import { aNotification } from '../../../testing/factories';
import type { NamedHistory } from '../read-history';

/** A notification that was mailed, and posted at the second attempt. */
export const id = '01M83VVAE0DXK8DR745633EZ6J';
export const notification = aNotification({ id, tenant: 'demo', channels: 'email,webhook' });
export const text = JSON.stringify(notification);
export const event = { id, tenant: 'demo', type: 'order.shipped', text, acceptedAt: '2026-11-23T09:30:00.200Z' };

export const anAttempt = (overrides: Partial<Attempt> = {}): Attempt => ({
  n: 1,
  at: '2026-11-23T09:30:00.100Z',
  outcome: 'delivered',
  durationMs: 85,
  ...overrides,
});
export const aDelivery = (overrides: Partial<Delivery> = {}): Delivery => ({
  tenant: 'demo',
  notificationId: id,
  channel: 'email',
  target: 'ada@example.com',
  state: 'delivered',
  attempted: 1,
  attempts: [anAttempt()],
  ...overrides,
});

export const webhook = aDelivery({
  channel: 'webhook',
  target: 'ep_01m83vvae0dxk8dr745633ez6j',
  state: 'delivered',
  attempted: 2,
  attempts: [
    anAttempt({ at: '2026-11-23T09:30:00.310Z', outcome: 'retry', reason: 'HTTP 503', durationMs: 12 }),
    anAttempt({ n: 2, at: '2026-11-23T09:30:05.900Z', reason: 'HTTP 204', durationMs: 9 }),
  ],
});
export const history: NamedHistory = { id, event, deliveries: [aDelivery(), webhook] };
export const refusal = aDelivery({
  channel: 'audit',
  target: '',
  state: 'rejected',
  attempts: [
    anAttempt({
      outcome: 'rejected',
      durationMs: 0,
      reason:
        "notification.time.malformed at '/time': time is \"a; b\n\", expected a timestamp; notification.data.missing at '/data': data is missing; and 3 more",
    }),
  ],
});
