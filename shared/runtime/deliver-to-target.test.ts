import { retry } from '../domain/delivery/outcome';
import type { DeliveryLedger } from '../ports/ledger';
import { LEASE_SECONDS } from '../testing/channel-fixture';
import { aNotification } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { forAttempt } from './message/for-attempt';
import { aChannel, deliveryTo, GUARD, notification, recordOf, success, targets } from './testing/fan-out-fixture';

describe('deliverToTarget', () => {
  const message = deliveryTo('ep_1');

  it('delivers the bytes of the message', async () => {
    const { handler, effects, states } = aChannel();
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect(effects).toEqual([[{ id, tenant, type }, message.body, 'ep_1', GUARD]]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('has one effect when SQS hands the message out twice in a batch, concurrently and again later', async () => {
    const channel = aChannel();
    const record = recordOf(message);
    await Promise.all([channel.handler({ Records: [record, record] }), channel.handler({ Records: [record] })]);
    channel.clock.advanceSeconds(LEASE_SECONDS + 1);
    await channel.handler({ Records: [recordOf(message)] });
    expect(channel.effects).toHaveLength(1);
  });

  it('retries the same bytes for the same target', async () => {
    const { handler, queue, states } = aChannel(targets('ep_1'), retry('503', 7));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: forAttempt(message, 2, notification.tenant), delaySeconds: 7 }]);
    expect(await states(notification.id)).toEqual(['ep_1 retrying']);
  });

  it('suppresses the delivery of an expired notification', async () => {
    const expired = aNotification({ expirytime: '2026-11-23T09:30:00Z' });
    const { handler, effects, states } = aChannel();
    expect(await handler({ Records: [recordOf(deliveryTo('ep_1', expired))] })).toEqual(success);
    expect([effects, await states(expired.id)]).toEqual([[], ['ep_1 suppressed']]);
  });

  it('acknowledges the message although the ledger cannot record the effect', async () => {
    const { channel, dependencies, ledger, effects } = aChannel();
    const refusing: DeliveryLedger = { ...ledger, settle: () => Promise.reject(new Error('throttled')) };
    const handlers = fanOut(channel, { ...dependencies, ledger: refusing });
    expect(await createChannelHandler(dependencies, handlers)({ Records: [recordOf(message)] })).toEqual(success);
    expect(effects).toHaveLength(1);
  });
});
