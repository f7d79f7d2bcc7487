import type { PostResult } from '../../../shared/domain/webhook/outcome/post-result';
import type { PostRequest } from '../../../shared/http/post/post';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { aMessage, aRecord } from '../../../shared/testing/factories';
import { startChannel } from '../../../shared/testing/start-channel';
import manifest from './channel';
import { GONE } from './circuit/circuit-breaker';
import { anEndpointOf, aWebhook, deliver, receivers, response, webhookTo } from './testing/webhook-fixture';

describe('an endpoint that answers', () => {
  const [one, other] = [anEndpointOf('ep_1'), anEndpointOf('ep_2')];

  it('503 is retried with the same bytes and id and a new signature, without a retry for other endpoints', async () => {
    const { posts, states } = await deliver([one, other], undefined, receivers({ [one.url]: [response(503)] }));
    expect(posts.map(({ url }) => url)).toEqual([one.url, other.url, one.url]);
    const [first, , again] = posts;
    expect(again?.body).toBe(first?.body);
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    const seconds = (post?: PostRequest) => Number(post?.headers['webhook-timestamp']);
    expect(seconds(again) - seconds(first)).toBe(manifest.retryDelaysSeconds[0]);
    expect(again?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
    expect(states).toEqual([
      ['ep_1', 'delivered', 'HTTP 503', 'HTTP 204'],
      ['ep_2', 'delivered', 'HTTP 204'],
    ]);
  });

  it('503 persistently is retried by the schedule, then failed and dead-lettered for that endpoint alone', async () => {
    const receiver = receivers({ [one.url]: Array(10).fill(response(503)) });
    const { posts, states, queue } = await deliver([one, other], undefined, receiver);
    const times = posts.filter(({ url }) => url === one.url).map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual(manifest.retryDelaysSeconds);
    expect(states).toEqual([
      ['ep_1', 'failed', ...times.map(() => 'HTTP 503')],
      ['ep_2', 'delivered', 'HTTP 204'],
    ]);
    const attributes = {
      carillontarget: { DataType: 'String', StringValue: 'ep_1' },
      carillonreason: { DataType: 'String', StringValue: 'failed: HTTP 503' },
    };
    expect(queue.deadLetters).toMatchObject([{ body: posts[0]?.body, attributes }]);
  });

  it('503 with Retry-After is not posted to for that long', async () => {
    const { posts } = await deliver([one], undefined, receivers({ [one.url]: [response(503, '8')] }));
    const [first = 0, again = 0] = posts.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(again - first).toBe(8);
  });

  it('410 is not tried again, and gets nothing more from then on', async () => {
    const receiver = receivers({ [one.url]: [response(410)] });
    const directory = memoryEndpoints(one);
    const channel = startChannel(webhookTo([], receiver, directory));
    const [first, second] = [aWebhook(), aWebhook()];
    await channel.run(aRecord(aMessage(first)));
    await channel.run(aRecord(aMessage(second)));
    expect(receiver.posts).toHaveLength(1);
    expect((await directory.find('acme', 'ep_1'))?.state).toMatchObject({ enabled: false, reason: GONE });
    const histories = await Promise.all([first, second].map(({ id }) => channel.ledger.history(id)));
    expect(histories.map(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual([
      ['rejected'],
      ['suppressed'],
    ]);
    expect(channel.queue.deadLetters).toMatchObject([
      { attributes: { carillonreason: { StringValue: 'rejected: endpoint is gone' } } },
    ]);
  });

  it('410 from its previous URL ends the delivery, and does not disable the endpoint', async () => {
    const directory = memoryEndpoints(one);
    const post = async () => {
      await directory.change('acme', 'ep_1', { url: 'https://other.example.com/' });
      return response(410);
    };
    const channel = startChannel(webhookTo([], { posts: [], post }, directory));
    const notification = aWebhook();
    await channel.run(aRecord(aMessage(notification)));
    const { deliveries } = await channel.ledger.history(notification.id);
    expect(deliveries.map(({ state }) => state)).toEqual(['rejected']);
    expect((await directory.find('acme', 'ep_1'))?.state).toEqual(one.state);
  });

  it('is recorded with its response and the timings', async () => {
    const timings = { dns: 3, connect: 10, tls: 20, firstByte: 200, total: 240 };
    const answer = (status: number, text: string): PostResult => ({
      kind: 'response',
      status,
      headers: {},
      exchange: { status, timings, response: text },
    });
    const receiver = receivers({ [one.url]: [answer(503, 'try later'), answer(200, 'thank you')] });
    const { ledger, posts } = await deliver([one], undefined, receiver);
    const [delivery] = (await ledger.history(posts[0]?.headers['webhook-id'] ?? '')).deliveries;
    expect(delivery?.attempts.map(({ exchange }) => exchange)).toEqual([
      { class: 'unavailable', status: 503, timings, response: 'try later' },
      { class: 'success', status: 200, timings, response: 'thank you' },
    ]);
  });
});
