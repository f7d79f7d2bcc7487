import type { Delivery, DeliveryState } from '../../../shared/domain/claim';
import { delivered, rejected } from '../../../shared/domain/outcome';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { deliveryModel } from '../../../shared/testing/delivery-model';
import { aMessage, aNotification } from '../../../shared/testing/factories';
import { formatReplay } from './format-replay';
import { planReplay } from './plan-replay';

const notification = aNotification({ id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA', tenant: 'acme' });
const text = JSON.stringify(notification, null, 1);
const event = acceptedEvent(notification, text, new Date('2026-11-23T09:30:00Z'));
const aDelivery = (channel: string, target: string, state: DeliveryState): Delivery => ({
  ...{ tenant: 'acme', notificationId: notification.id, channel, target, state, attempted: 1 },
  attempts: [{ n: 1, at: '2026-11-23T09:30:01Z', outcome: 'retry', reason: 'HTTP 503', durationMs: 3 }],
});
const failed = aDelivery('webhook', 'ep_1', 'failed');
const deliveries = [failed, aDelivery('webhook', 'ep_2', 'delivered'), aDelivery('email', 'ann', 'rejected')];

describe('a replay', () => {
  it('is planned of what failed or was rejected, one message for each channel, with the text as it was recorded', () => {
    const { messages, ...plan } = planReplay({ event, deliveries });
    expect(plan).toEqual({ deliveries: [deliveries[0], deliveries[2]] });
    const { attributes } = aMessage(notification);
    const replayed = { carillonreason: { DataType: 'String', StringValue: 'replayed' } };
    expect(messages).toEqual(
      ['webhook', 'email'].map((channel) => ({
        ...{ channel, body: text, groupId: 'acme' },
        attributes: { ...attributes, ...replayed },
      })),
    );
  });

  it('may be of one channel alone, and of nothing', () => {
    expect(planReplay({ event, deliveries }, 'webhook').deliveries).toEqual([failed]);
    expect(planReplay({ event, deliveries }, 'sms')).toEqual({ deliveries: [], messages: [] });
    expect(planReplay({ deliveries })).toEqual({ deliveries: [], messages: [] });
  });

  it('says that nothing was sent until it is told to', () => {
    const plan = planReplay({ event, deliveries }, 'webhook');
    const line = `webhook  ${'ep_1'.padEnd(30)} failed: HTTP 503`;
    expect(formatReplay(plan, {})).toBe(`${line}\nnothing was sent; with --yes these are attempted again`);
    expect(formatReplay(plan, { yes: true })).toBe(`${line}\nthese are attempted again`);
  });

  it('attempts again what is open, and nothing that is done', async () => {
    const script = { ep_1: [rejected('410'), delivered()], ep_2: [delivered()] };
    const model = deliveryModel({ script });
    await model.run();
    const replay = planReplay({
      event: acceptedEvent(model.notification, JSON.stringify(model.notification), model.clock.now()),
      deliveries: await model.deliveries(),
    });
    await model.queue.send(replay.messages, 0);
    await model.drain();
    expect(model.effects.map(({ target }) => target).toSorted()).toEqual(['ep_1', 'ep_1', 'ep_2']);
    expect((await model.deliveries()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });
});
