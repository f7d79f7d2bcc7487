import { deferred, delivered, failed } from '../domain/delivery/outcome';
import type { DeliveryLedger } from '../ports/ledger';
import { LEASE_SECONDS } from '../testing/channel-fixture';
import { aClaim, aSettlement } from '../testing/ledger/ledger-fixtures';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { forDeadLetter } from './message/for-dead-letter';
import { unchanged, waitingSince } from './message/waiting-since';
import { aChannel, deliveryTo, notification, recordOf, success, targets } from './testing/fan-out-fixture';

describe('admit, before the turn of a target', () => {
  const message = deliveryTo('ep_1');
  const NOW = '2026-11-23T09:30:00.000Z';

  it('sends the message back for later, and claims nothing', async () => {
    const { handler, effects, queue, states } = aChannel(targets('ep_1'), delivered(), deferred('rate limit', 7.2));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect(queue.sent).toEqual([{ message: waitingSince(message, NOW), delaySeconds: 8 }]);
    expect([effects, await states(notification.id)]).toEqual([[], []]);
  });

  it('gives the channel back the turn that it assigned', async () => {
    const deferral = deferred('rate limit', 7.2, 'slot 7');
    const { handler, queue, turns } = aChannel(targets('ep_1'), delivered(), deferral);
    await handler({ Records: [recordOf(message)] });
    await handler({ Records: queue.sent.map((sent) => recordOf(sent.message)) });
    expect(turns).toEqual([undefined, 'slot 7']);
  });

  it('parks a long wait in the ledger', async () => {
    const { handler, effects, queue, ledger } = aChannel(targets('ep_1'), delivered(), deferred('circuit open', 3_600));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect([effects, queue.sent]).toEqual([[], []]);
    const { deliveries } = await ledger.history(notification.id);
    expect(deliveries).toMatchObject([{ state: 'retrying', attempted: 0, dueAt: '2026-11-23T10:30:00.000Z' }]);
  });
});

describe('admit, for a turn that would come too late', () => {
  const message = deliveryTo('ep_1');
  const reason = 'every turn of the next three days is taken';

  it('gives the delivery up without an attempt, with the reason in state, dead letter and event', async () => {
    const { handler, effects, queue, ledger, events } = aChannel(targets('ep_1'), delivered(), failed(reason));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect([effects, queue.sent]).toEqual([[], []]);
    expect(queue.deadLetters).toEqual([forDeadLetter(message, `failed: ${reason}`)]);
    expect(events.raised).toMatchObject([{ type: 'delivery.failed', data: { state: 'failed', attempts: 1 } }]);
    const { deliveries } = await ledger.history(notification.id);
    expect(deliveries).toMatchObject([{ state: 'failed', attempted: 1, attempts: [{ outcome: 'failed', reason }] }]);
  });

  it('leaves a delivery alone that another worker has completed', async () => {
    const { handler, queue, ledger, states } = aChannel(targets('ep_1'), delivered(), failed(reason));
    const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ep_1' };
    await ledger.claim(key, aClaim());
    await ledger.settle(key, aSettlement(1, 'delivered'));
    expect(await handler({ Records: [recordOf(message)] })).toEqual(success);
    expect([queue.deadLetters, await states(notification.id)]).toEqual([[], ['ep_1 delivered']]);
  });

  it('attempts the delivery after a redrive if a turn is free again', async () => {
    const { dependencies, channel, handler, queue, effects, states } = aChannel(
      targets('ep_1'),
      delivered(),
      failed(reason),
    );
    await handler({ Records: [recordOf(message)] });
    const later = fanOut({ ...channel, admit: async () => undefined }, dependencies);
    const Records = queue.deadLetters.map((letter) => recordOf(letter));
    await createChannelHandler(dependencies, later)({ Records });
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });
});

describe('admit, when the invocation runs out of time', () => {
  const message = deliveryTo('ep_1');
  const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });

  it('starts no attempt that might outlive the function, and sends the message back', async () => {
    const { handler, effects, queue, states } = aChannel();
    expect(await handler({ Records: [recordOf(message)] }, context(20_999))).toEqual(success);
    expect(queue.sent).toEqual([{ message: unchanged(message), delaySeconds: 0 }]);
    expect([effects, await states(notification.id)]).toEqual([[], []]);
  });

  it('keeps the assigned turn, although no time is left to park the delivery', async () => {
    const deferral = deferred('rate limit', 3_600, 'slot 7');
    const { handler, queue, turns } = aChannel(targets('ep_1'), delivered(), deferral);
    await handler({ Records: [recordOf(message)] }, context(20_999));
    await handler({ Records: queue.sent.map((sent) => recordOf(sent.message)) });
    expect(turns).toEqual([undefined, 'slot 7']);
  });

  it('starts no attempt after a slow claim, and delivers when the message comes back', async () => {
    const { effects, clock, channel, dependencies, handler, states } = aChannel();
    const claim: DeliveryLedger['claim'] = async (...given) => {
      clock.advanceSeconds(5);
      return dependencies.ledger.claim(...given);
    };
    const slowly = { ...dependencies, ledger: { ...dependencies.ledger, claim } };
    const endMs = clock.now().getTime() + 25_000;
    const until = { getRemainingTimeInMillis: () => endMs - clock.now().getTime() };
    const record = recordOf(message, { messageId: 'late' });
    const late = await createChannelHandler(slowly, fanOut(channel, slowly))({ Records: [record] }, until);
    expect(late).toEqual({ batchItemFailures: [{ itemIdentifier: 'late' }] });
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 claimed']]);
    clock.advanceSeconds(LEASE_SECONDS);
    expect(await handler({ Records: [record] })).toEqual(success);
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('starts an attempt that fits into the time left', async () => {
    const { handler, effects } = aChannel();
    await handler({ Records: [recordOf(message)] }, context(21_001));
    expect(effects).toHaveLength(1);
  });
});
