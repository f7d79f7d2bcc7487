import { channels } from '../../../handlers';
import type { Delivery } from '../../domain/delivery/claim';
import type { NamedHistory } from './read-history';
import { statusDocument as documentOf } from './status-document';
import { aDelivery, event, history, id, refusal, text } from './testing/a-history';

const statusDocument = (history: NamedHistory, withBody: boolean) => documentOf(history, { channels, withBody });

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
