import { type DeliveryOutcome, suppressed } from '../domain/delivery/outcome';
import { aNotification } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { aChannel, deliveryTo, notification, recordOf, success } from './testing/fan-out-fixture';

describe('effectOf, for a channel with a precondition', () => {
  const withPrecondition = (precondition: () => Promise<DeliveryOutcome | undefined>) => {
    const world = aChannel();
    const { dependencies, channel, queue } = world;
    const handler = createChannelHandler(dependencies, fanOut({ ...channel, precondition }, dependencies));
    const deliver = () => handler({ Records: [recordOf(deliveryTo('ep_1'))] });
    const again = () => handler({ Records: [recordOf(queue.sent.at(-1)?.message)] });
    return { ...world, deliver, again };
  };

  it('ends the attempt with the outcome of the precondition, and has the effect if there is none', async () => {
    const { deliver, effects, states } = withPrecondition(async () => suppressed('asked not to'));
    await deliver();
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 suppressed']]);
    const allowed = withPrecondition(async () => undefined);
    await allowed.deliver();
    expect([allowed.effects.length, await allowed.states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('retries when the precondition fails, and has no effect before its result is known', async () => {
    let asked = 0;
    const { deliver, again, effects, states } = withPrecondition(async () => {
      if (asked++ === 0) throw new Error('throttled');
      return undefined;
    });
    await deliver();
    expect([effects, await states(notification.id)]).toEqual([[], ['ep_1 retrying']]);
    await again();
    expect([effects.length, await states(notification.id)]).toEqual([1, ['ep_1 delivered']]);
  });

  it('respects a refused claim although the concurrent precondition fails', async () => {
    const { deliver, ledger, effects, queue, clock } = withPrecondition(async () => {
      throw new Error('throttled');
    });
    const key = { tenant: notification.tenant, notificationId: notification.id, channel: 'email', target: 'ep_1' };
    const leaseUntil = new Date(clock.now().getTime() + 10_000).toISOString();
    await ledger.claim(key, { attempt: 1, now: clock.now().toISOString(), leaseUntil, leaseLimit: leaseUntil });
    expect(await deliver()).toEqual(success);
    expect([effects, queue.sent.map(({ delaySeconds }) => delaySeconds)]).toEqual([[], [11]]);
  });

  it('asks no precondition for an expired notification', async () => {
    const asked: unknown[] = [];
    const world = aChannel();
    const precondition = async (...given: unknown[]) => void asked.push(given);
    const channel = { ...world.channel, precondition };
    const handler = createChannelHandler(world.dependencies, fanOut(channel, world.dependencies));
    const expired = aNotification({ expirytime: '2020-01-01T00:00:00Z' });
    await handler({ Records: [recordOf(deliveryTo('ep_1', expired))] });
    expect([asked, await world.states(expired.id)]).toEqual([[], ['ep_1 suppressed']]);
  });
});
