import type { Notification } from '../../../../shared/domain/notification/notification';
import type { PostResult } from '../../../../shared/domain/webhook/outcome/post-result';
import type { Post, PostRequest } from '../../../../shared/http/post/post';
import { createSender } from '../../../../shared/http/post/send';
import { memoryEndpoints } from '../../../../shared/memory/memory-endpoints';
import { memoryRateSlots } from '../../../../shared/memory/memory-rate-slots';
import type { QueueMessage } from '../../../../shared/ports/channel-queue';
import type { Endpoint } from '../../../../shared/ports/endpoints';
import type { TargetDependencies } from '../../../../shared/runtime/channel-dependencies';
import { createChannelHandler } from '../../../../shared/runtime/channel-handler';
import { fanOut } from '../../../../shared/runtime/fan-out';
import { renderTemplate } from '../../../../shared/template/render-template';
import type { ChannelUnderTest } from '../../../../shared/testing/channel-contract';
import { channelFixture } from '../../../../shared/testing/channel-fixture';
import { aMessage, aNotification, anEndpoint, aRecord, aSealed } from '../../../../shared/testing/factories';
import { testDataKeys } from '../../../../shared/testing/sealed';
import { startChannel } from '../../../../shared/testing/start-channel';
import manifest from '../channel';
import { circuitBreaker } from '../circuit/circuit-breaker';
import { webhookChannel } from '../deliver';
import { cachedEndpoints } from '../endpoints/cached-endpoints';
import { pacing } from '../pace/pacing';

export const ROTATED = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
export const CURRENT = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export const response = (status: number, retryAfter?: string): PostResult => ({
  kind: 'response',
  status,
  exchange: { status, timings: { total: 1 } },
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

/** Receivers that answer each URL's requests with these results in turn, and with 204 from then on. */
export function receivers(results: Readonly<Record<string, readonly PostResult[]>> = {}) {
  const posts: PostRequest[] = [];
  const post = async (request: PostRequest) => {
    posts.push(request);
    const count = posts.filter(({ url }) => url === request.url).length;
    return results[request.url]?.[count - 1] ?? response(204);
  };
  return { posts, post };
}

export const anEndpointOf = (id: string, overrides: Partial<Endpoint> = {}) =>
  anEndpoint({ tenant: 'acme', id, url: `https://${id.replace('_', '-')}.example.com/`, ...overrides });
export const aWebhook = (overrides: Partial<Notification> = {}) =>
  aNotification({ channels: 'webhook', tenant: 'acme', ...overrides });

/** Wired like `wire.ts`. */
export const channelOf = (
  directory: Directory,
  post: Post,
  { clock, events, log }: Runtime,
  slots = memoryRateSlots(),
  checkSeconds = 0,
) =>
  webhookChannel({
    endpoints: cachedEndpoints({ source: directory, clock, checkSeconds }),
    sender: createSender({ keys: testDataKeys, post, clock, render: renderTemplate }),
    breaker: circuitBreaker({ circuits: directory, registry: directory, events, clock, log }),
    pace: pacing({ slots, clock }),
    clock,
    log,
  });

export type Directory = ReturnType<typeof memoryEndpoints>;
type Runtime = Pick<TargetDependencies, 'clock' | 'events' | 'log'>;

export const webhookTo = (
  endpoints: readonly Endpoint[],
  { posts, post } = receivers(),
  directory = memoryEndpoints(...endpoints),
): ChannelUnderTest => ({
  manifest,
  wire: (runtime) => ({
    handlers: fanOut(channelOf(directory, post, runtime), runtime),
    effects: ({ id }) => posts.filter(({ headers }) => headers['webhook-id'] === id).length,
  }),
});

/** Delivers until the queue is quiet. The clock is the verifier's, which refuses timestamps of other times. */
export async function deliver(endpoints: readonly Endpoint[], notification = aWebhook(), receiver = receivers()) {
  const channel = startChannel(webhookTo(endpoints, receiver));
  channel.clock.set(new Date());
  await channel.run(aRecord(aMessage(notification)));
  const { deliveries } = await channel.ledger.history(notification.id);
  const states = deliveries.map(({ target, state, attempts }) => [target, state, ...attempts.map((a) => a.reason)]);
  return { ...channel, posts: receiver.posts, states };
}

/** Records messages to the queue without delivering them, so that the test controls each step. */
export const stepwise = (...endpoints: readonly Endpoint[]) => stepwiseWith(0, endpoints);

/** The same with a cache of endpoints that looks for changes every `checkSeconds`. */
export function stepwiseWith(checkSeconds: number, endpoints: readonly Endpoint[]) {
  const fixture = channelFixture({ manifest, channels: ['email', 'webhook'] });
  const { dependencies, queue, ledger } = fixture;
  const directory = memoryEndpoints(...endpoints);
  const answers: PostResult[] = [];
  const { posts, post } = receivers(Object.fromEntries(endpoints.map(({ url }) => [url, answers])));
  const slots = memoryRateSlots();
  const channel = channelOf(directory, post, dependencies, slots, checkSeconds);
  const handler = createChannelHandler(dependencies, fanOut(channel, dependencies));
  const receiveForged = (message: QueueMessage) => handler({ Records: [aRecord(message)] });
  const receive = (...messages: readonly QueueMessage[]) =>
    handler({ Records: messages.map((message) => aRecord(aSealed(message, 'webhook'))) });
  const receiveWith = (remainingMs: number, ...messages: readonly QueueMessage[]) =>
    handler(
      { Records: messages.map((message) => aRecord(aSealed(message, 'webhook'))) },
      { getRemainingTimeInMillis: () => remainingMs },
    );
  const states = async (id: string) =>
    (await ledger.history(id)).deliveries.map(({ target, state, attempts }) => [target, state, attempts[0]?.reason]);
  const reasons = () => queue.deadLetters.map(({ attributes }) => attributes.carillonreason?.StringValue);
  const answer = (...results: readonly PostResult[]) => void answers.push(...results);
  const given = { receive, receiveForged, receiveWith, answer };
  return { ...fixture, ...given, directory, slots, posts, states, reasons, sent: queue.sent };
}
