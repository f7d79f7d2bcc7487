import { aManifest } from '../testing/channel-fixture';
import { aMessage } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { aChannel, deliveryTo, notification, recordOf, success, targets } from './testing/fan-out-fixture';

describe('openTargets, after the filter policy has changed', () => {
  const begun = (target: string) => ({
    tenant: notification.tenant,
    notificationId: notification.id,
    channel: aManifest().name,
    target,
  });

  it.each([
    ['finishes a delivery that a crash left claimed', targets('ep_1'), ['ep_1'], ['ep_1 delivered']],
    ['ignores a notification without open deliveries', targets('ep_1'), [], []],
  ])('%s', async (_, expansion, claimed, expected) => {
    const { dependencies, channel, ledger, clock, states } = aChannel(expansion);
    const now = clock.now().toISOString();
    for (const target of claimed)
      await ledger.claim(begun(target), { attempt: 1, now, leaseUntil: now, leaseLimit: now });
    const narrowed = { ...dependencies, manifest: aManifest({ filterPolicy: { severity: ['critical'] } }) };
    const handler = createChannelHandler(narrowed, fanOut(channel, narrowed));
    expect(await handler({ Records: [recordOf(aMessage(notification), { receiveCount: 2 })] })).toEqual(success);
    expect(await states(notification.id)).toEqual(expected);
  });

  it('ends a claimed delivery whose target no longer exists', async () => {
    const { dependencies, channel, ledger, clock, states } = aChannel();
    const now = clock.now().toISOString();
    await ledger.claim(begun('ep_1'), { attempt: 1, now, leaseUntil: now, leaseLimit: now });
    const expand = async (_: unknown, open: readonly string[]) => targets('ep_2', ...open);
    const handler = createChannelHandler(dependencies, fanOut({ ...channel, expand }, dependencies));
    await handler({ Records: [recordOf(aMessage(notification), { receiveCount: 2 })] });
    expect(dependencies.queue).toHaveProperty(
      'sent',
      ['ep_2', 'ep_1'].map((target) => ({ message: deliveryTo(target), delaySeconds: 0 })),
    );
    expect(await states(notification.id)).toEqual(['ep_1 claimed']);
  });

  it('completes a fan-out of which only the last target has an open delivery', async () => {
    const { dependencies, channel, ledger, clock, queue } = aChannel(targets('ep_1', 'ep_2'));
    const now = clock.now().toISOString();
    await ledger.claim(begun('ep_2'), { attempt: 1, now, leaseUntil: now, leaseLimit: now });
    const narrowed = { ...dependencies, manifest: aManifest({ filterPolicy: { severity: ['critical'] } }) };
    const handler = createChannelHandler(narrowed, fanOut(channel, narrowed));
    await handler({ Records: [recordOf(aMessage(notification), { receiveCount: 2 })] });
    expect(queue.sent.map(({ message }) => message)).toEqual(['ep_1', 'ep_2'].map((target) => deliveryTo(target)));
  });
});
