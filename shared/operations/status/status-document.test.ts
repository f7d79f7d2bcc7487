import { channels } from '../../../handlers';
import type { Attempt, Delivery } from '../../domain/delivery/claim';
import { aNotification } from '../../testing/factories';
import type { NamedHistory } from './read-history';
import { statusDocument as documentOf } from './status-document';

const statusDocument = (history: NamedHistory, withBody: boolean) => documentOf(history, { channels, withBody });
const id = '01M83VVAE0DXK8DR745633EZ6J';
const notification = aNotification({ id, tenant: 'demo', channels: 'email,webhook' });
const text = JSON.stringify(notification);
const event = { id, tenant: 'demo', type: 'order.shipped', text, acceptedAt: '2026-11-23T09:30:00.200Z' };

const anAttempt = (overrides: Partial<Attempt> = {}): Attempt => ({
  n: 1,
  at: '2026-11-23T09:30:00.100Z',
  outcome: 'delivered',
  durationMs: 85,
  ...overrides,
});
const aDelivery = (overrides: Partial<Delivery> = {}): Delivery => ({
  tenant: 'demo',
  notificationId: id,
  channel: 'email',
  target: 'ada@example.com',
  state: 'delivered',
  attempted: 1,
  attempts: [anAttempt()],
  ...overrides,
});

const webhook = aDelivery({
  channel: 'webhook',
  target: 'ep_01m83vvae0dxk8dr745633ez6j',
  state: 'delivered',
  attempted: 2,
  attempts: [
    anAttempt({ at: '2026-11-23T09:30:00.310Z', outcome: 'retry', reason: 'HTTP 503', durationMs: 12 }),
    anAttempt({ n: 2, at: '2026-11-23T09:30:05.900Z', reason: 'HTTP 204', durationMs: 9 }),
  ],
});
const history: NamedHistory = { id, event, deliveries: [aDelivery(), webhook] };
const refusal = aDelivery({
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

describe('a refusal of a message that claims the id, and is not of its owner', () => {
  const foreign = {
    ...refusal,
    channel: 'webhook',
    tenant: 'other',
    attempts: [{ ...refusal.attempts[0], reason: 'x' }],
  };
  const unread = { ...foreign, tenant: '?' };
  const own = aDelivery({ channel: 'webhook', target: '', state: 'suppressed' });
  const deliveries = [aDelivery(), foreign, unread] as Delivery[];

  test('is marked in the document', () => {
    expect(statusDocument({ id, event, deliveries }, false)).toMatchObject({
      tenant: 'demo',
      settled: false,
      awaited: ['webhook'],
      deliveries: [
        { channel: 'email' },
        { channel: 'webhook', unowned: true, claimedTenant: 'other' },
        { channel: 'webhook', unowned: true, claimedTenant: '?' },
      ],
    });
    expect(JSON.stringify(statusDocument({ id, event, deliveries: [own] }, false))).not.toContain('unowned');
  });
});

describe('the document', () => {
  const { attempts, ...delivery } = { ...aDelivery() };
  const { tenant: _, notificationId: __, ...rest } = delivery;
  const document = { id, tenant: 'demo', type: 'order.shipped', acceptedAt: event.acceptedAt };
  const deliveries = [{ ...rest, attempts }];

  test('has everything but the text', () => {
    const json: unknown = JSON.parse(JSON.stringify(statusDocument({ id, event, deliveries: [aDelivery()] }, false)));
    expect(json).toEqual({ ...document, settled: false, awaited: ['webhook'], deliveries });
  });

  test('has when the next attempt is due of a delivery that waits', () => {
    const wait = { state: 'retrying', notBefore: event.acceptedAt, dueAt: '2026-11-23T15:30:00.000Z' } as const;
    expect(statusDocument({ id, deliveries: [aDelivery(wait)] }, false)).toMatchObject({ deliveries: [wait] });
  });

  test('has the text when it is asked for', () => {
    expect(statusDocument(history, true)).toMatchObject({ ...document, settled: true, awaited: [], text });
  });

  test('of a refusal is settled though nothing was accepted', () => {
    expect(statusDocument({ id, deliveries: [refusal] }, true)).toMatchObject({ settled: true, tenant: 'demo' });
    expect(statusDocument({ id, deliveries: [aDelivery()] }, true)).toMatchObject({ settled: false });
  });
});
