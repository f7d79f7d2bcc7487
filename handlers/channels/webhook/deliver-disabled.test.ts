import type { Notification } from '../../../shared/domain/notification/notification';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { memoryRateSlots } from '../../../shared/memory/memory-rate-slots';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { onlyFor } from '../../../shared/runtime/message/for-targets';
import { redriven } from '../../../shared/runtime/message/redriven';
import { channelFixture } from '../../../shared/testing/channel-fixture';
import { aMessage, aRecord, aSealed, disabled } from '../../../shared/testing/factories';
import manifest from './channel';
import { anEndpointOf, aWebhook, channelOf, receivers, stepwise } from './testing/webhook-fixture';

describe('a notification for a disabled endpoint', () => {
  const off = () => stepwise(anEndpointOf('ep_1', { state: disabled() }));
  const replayed = (notification: Notification, date = 24) =>
    onlyFor(redriven(aMessage(notification), `redrive:2026-11-${date}T09:30:00.000Z`), 'ep_1');

  it('is noted as suppressed if there is no other endpoint', async () => {
    const { receive, states, posts } = off();
    const notification = aWebhook();
    await receive(aMessage(notification));
    const reason = `every endpoint of tenant acme that wants ${notification.type} is disabled (1)`;
    expect([await states(notification.id), posts]).toEqual([[['', 'suppressed', reason]], []]);
  });

  it('is posted under the same id by a replay after the endpoint was enabled, even with a stale snapshot', async () => {
    const { receive, directory, states, posts } = off();
    const notification = aWebhook();
    await receive(aMessage(notification));
    await directory.save(anEndpointOf('ep_1'));
    await receive(replayed(notification));
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual([notification.id]);
    expect((await states(notification.id)).map(([target, state]) => [target, state])).toEqual([
      ['', 'suppressed'],
      ['ep_1', 'delivered'],
    ]);
  });

  it("waits for its turn, also if the function's snapshot still has the endpoint as disabled", async () => {
    const { dependencies, queue } = channelFixture({ manifest, channels: ['webhook'] });
    const { posts, post } = receivers();
    const endpoint = anEndpointOf('ep_1', { state: disabled(), ratePerSecond: 1 });
    const directory = memoryEndpoints(endpoint);
    const channel = channelOf(directory, post, dependencies, memoryRateSlots(), 10);
    const handler = createChannelHandler(dependencies, fanOut(channel, dependencies));
    const receive = (...messages: readonly QueueMessage[]) =>
      handler({ Records: messages.map((message) => aRecord(aSealed(message, 'webhook'))) });
    await receive(aMessage(aWebhook()));
    await directory.save({ ...endpoint, state: { ...endpoint.state, enabled: true } });
    await receive(...Array.from({ length: 5 }, () => replayed(aWebhook())));
    expect([posts.length, queue.sent.length]).toEqual([1, 4]);
  });

  it('is held by a replay before that, and posted by a replay after it', async () => {
    const { receive, directory, states, posts } = off();
    const notification = aWebhook();
    await receive(replayed(notification));
    expect((await states(notification.id)).map(([target, state]) => [target, state])).toEqual([['ep_1', 'held']]);
    await directory.save(anEndpointOf('ep_1'));
    await receive(aMessage(notification));
    expect(posts).toEqual([]);
    await receive(replayed(notification, 25));
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual([notification.id]);
  });
});
