import { Webhook } from 'standardwebhooks';
import { derivedId } from '../../../shared/domain/notification/derived-id';
import type { Notification } from '../../../shared/domain/notification/notification';
import type { PostResult } from '../../../shared/domain/webhook/outcome/post-result';
import type { Post, PostRequest } from '../../../shared/http/post/post';
import { createSender } from '../../../shared/http/post/send';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { memoryRateSlots } from '../../../shared/memory/memory-rate-slots';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TargetDependencies } from '../../../shared/runtime/channel-dependencies';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { deliveryMessage } from '../../../shared/runtime/message/delivery-message';
import { forAttempt } from '../../../shared/runtime/message/for-attempt';
import { onlyFor } from '../../../shared/runtime/message/for-targets';
import { redriven } from '../../../shared/runtime/message/redriven';
import { waitingSince } from '../../../shared/runtime/message/waiting-since';
import { type ChannelUnderTest, describeChannelContract } from '../../../shared/testing/channel-contract';
import { channelFixture } from '../../../shared/testing/channel-fixture';
import { aMessage, aNotification, anEndpoint, aRecord, aSealed, disabled } from '../../../shared/testing/factories';
import { aSealedSecret, testDataKeys } from '../../../shared/testing/sealed';
import { startChannel } from '../../../shared/testing/start-channel';
import manifest from './channel';
import { circuitBreaker, GONE } from './circuit/circuit-breaker';
import { webhookChannel } from './deliver';
import { cachedEndpoints } from './endpoints/cached-endpoints';
import { pacing } from './pace/pacing';

const ROTATED = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
const CURRENT = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const response = (status: number, retryAfter?: string): PostResult => ({
  kind: 'response',
  status,
  exchange: { status, timings: { total: 1 } },
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

/** Receivers that answer each URL's requests with these results in turn, and with 204 from then on. */
function receivers(results: Readonly<Record<string, readonly PostResult[]>> = {}) {
  const posts: PostRequest[] = [];
  const post = async (request: PostRequest) => {
    posts.push(request);
    const count = posts.filter(({ url }) => url === request.url).length;
    return results[request.url]?.[count - 1] ?? response(204);
  };
  return { posts, post };
}

const anEndpointOf = (id: string, overrides: Partial<Endpoint> = {}) =>
  anEndpoint({ tenant: 'acme', id, url: `https://${id.replace('_', '-')}.example.com/`, ...overrides });
const aWebhook = (overrides: Partial<Notification> = {}) =>
  aNotification({ channels: 'webhook', tenant: 'acme', ...overrides });

/** As `index.ts` wires it. */
const channelOf = (
  directory: Directory,
  post: Post,
  { clock, events, log }: Runtime,
  slots = memoryRateSlots(),
  checkSeconds = 0,
) =>
  webhookChannel({
    endpoints: cachedEndpoints({ source: directory, clock, checkSeconds }),
    sender: createSender({ keys: testDataKeys, post, clock }),
    breaker: circuitBreaker({ circuits: directory, registry: directory, events, clock, log }),
    pace: pacing({ slots, clock }),
    clock,
    log,
  });

type Directory = ReturnType<typeof memoryEndpoints>;
type Runtime = Pick<TargetDependencies, 'clock' | 'events' | 'log'>;

const webhookTo = (
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
async function deliver(endpoints: readonly Endpoint[], notification = aWebhook(), receiver = receivers()) {
  const channel = startChannel(webhookTo(endpoints, receiver));
  channel.clock.set(new Date());
  await channel.run(aRecord(aMessage(notification)));
  const { deliveries } = await channel.ledger.history(notification.id);
  const states = deliveries.map(({ target, state, attempts }) => [target, state, ...attempts.map((a) => a.reason)]);
  return { ...channel, posts: receiver.posts, states };
}

/** Keeps what is sent to the queue, so that the test decides what comes of it. */
function stepwise(...endpoints: readonly Endpoint[]) {
  const fixture = channelFixture({ manifest, channels: ['email', 'webhook'] });
  const { dependencies, queue, ledger } = fixture;
  const directory = memoryEndpoints(...endpoints);
  const answers: PostResult[] = [];
  const { posts, post } = receivers(Object.fromEntries(endpoints.map(({ url }) => [url, answers])));
  const slots = memoryRateSlots();
  const channel = channelOf(directory, post, dependencies, slots);
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

describeChannelContract(__dirname, webhookTo([anEndpointOf('ep_1')]), { tenant: 'acme' });

describe('a notification', () => {
  it("becomes one message in its tenant's group for each endpoint that wants its type, with the same bytes", async () => {
    const { receive, sent, posts } = stepwise(
      anEndpointOf('ep_1'),
      anEndpointOf('ep_2', { types: ['order.*'] }),
      anEndpointOf('ep_3', { types: ['invoice.*'] }),
      anEndpointOf('ep_4', { state: disabled() }),
      anEndpointOf('ep_5', { tenant: 'other' }),
    );
    expect(await receive(aMessage(aWebhook()))).toEqual({ batchItemFailures: [] });
    const body = sent[0]?.message.body;
    expect(sent).toMatchObject(
      ['ep_1', 'ep_2'].map((StringValue) => ({
        message: { body, attributes: { carillontarget: { DataType: 'String', StringValue } }, groupId: 'acme' },
        delaySeconds: 0,
      })),
    );
    expect(posts).toEqual([]);
  });

  it('is written once for all of its endpoints: a thousand copies would be more than the memory there is', () => {
    const { body } = channelOf(memoryEndpoints(), receivers().post, channelFixture().dependencies);
    const written: string[] = [];
    const notification = aWebhook({ data: { toJSON: () => written.push('data') } });
    const bodies = ['ep_1', 'ep_2'].map((key) => body(notification, { key }));
    expect([new Set(bodies).size, written]).toEqual([1, ['data']]);
  });

  it('that no endpoint wants is noted as suppressed', async () => {
    const notification = aWebhook();
    const { states, posts, queue } = await deliver([anEndpointOf('ep_1', { types: ['invoice.*'] })], notification);
    expect(states).toEqual([['', 'suppressed', 'no endpoint of tenant acme wants order.shipped']]);
    expect([posts, queue.deadLetters]).toEqual([[], []]);
  });

  it('is posted without what says where else, and to whom, it went', async () => {
    const id = derivedId('acme', 'key-1');
    const routing = { idempotencykey: 'key-1', recipients: 'ann@example.com' };
    const notification = aWebhook({ id, ...routing, subject: 'A-1' });
    const { posts } = await deliver([anEndpointOf('ep_1')], notification);
    const { channels, recipients, idempotencykey, ...event } = notification;
    expect(posts.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([['https://ep-1.example.com/', event]]);
  });

  it.each([
    ['without attributes', {}],
    ["with another tenant's", aMessage(aWebhook({ tenant: 'mallory' })).attributes],
    ['for another channel', aMessage(aWebhook({ channels: 'email' })).attributes],
    ['of another type', aMessage(aWebhook({ type: 'invoice.created' })).attributes],
  ])('routed %s is refused', async (_, attributes) => {
    const { receive, sent, reasons } = stepwise(anEndpointOf('ep_1'));
    await receive({ ...aMessage(aWebhook()), attributes });
    expect(sent).toEqual([]);
    expect(reasons()).toEqual([expect.stringContaining('notification.attribute.mismatch')]);
  });
});

describe('a post', () => {
  it.each([
    ['the secret', [CURRENT]],
    ['either secret of a rotation', [CURRENT, ROTATED]],
  ])('is verified by Standard Webhooks with %s', async (_, secrets) => {
    const notification = aWebhook({ data: { name: 'Zoë 🎉', total: 12.5 } });
    const owner = anEndpointOf('ep_1');
    const sealed = secrets.map((secret) => aSealedSecret(secret, owner));
    const { posts } = await deliver([anEndpointOf('ep_1', { secrets: sealed })], notification);
    const { headers = {}, body = '' } = posts[0] ?? {};
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook('whsec_AAAA').verify(body, headers)).toThrow('No matching signature found');
    expect(headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': notification.id,
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'webhook-signature': expect.stringMatching(/^v1,\S{44}( v1,\S{44})*$/),
    });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(secrets.length);
  });

  it.each([
    ['removed', (directory: Directory) => directory.remove('acme', 'ep_1'), 'suppressed', 'the endpoint was removed'],
    [
      'disabled',
      (directory: Directory) => directory.save(anEndpointOf('ep_1', { state: disabled() })),
      'held',
      `the endpoint is disabled since ${disabled().since}: by a test`,
    ],
  ])('to an endpoint that was %s meanwhile is not posted', async (_, change, state, reason) => {
    const { receive, sent, directory, posts, states, queue } = stepwise(anEndpointOf('ep_1'), anEndpointOf('ep_2'));
    const notification = aWebhook();
    await receive(aMessage(notification));
    await change(directory);
    const [first] = sent.map(({ message }) => message);
    expect(first && (await receive(first))).toEqual({ batchItemFailures: [] });
    expect(await states(notification.id)).toEqual([['ep_1', state, reason]]);
    expect([posts, queue.deadLetters]).toEqual([[], []]);
  });
});

describe('a notification for a disabled endpoint', () => {
  const off = () => stepwise(anEndpointOf('ep_1', { state: disabled() }));
  const replayed = (notification: Notification, date = 24) =>
    onlyFor(redriven(aMessage(notification), `redrive:2026-11-${date}T09:30:00.000Z`), 'ep_1');

  it('leaves a note that says so, where there is no other endpoint', async () => {
    const { receive, states, posts } = off();
    const notification = aWebhook();
    await receive(aMessage(notification));
    const reason = `every endpoint of tenant acme that wants ${notification.type} is disabled (1)`;
    expect([await states(notification.id), posts]).toEqual([[['', 'suppressed', reason]], []]);
  });

  it('is posted under the same id when it is asked for once the endpoint is enabled, whatever is cached', async () => {
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

  it('waits for its turn, also where a function has not heard yet that the endpoint is enabled', async () => {
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

  it('is held, and not posted, when it is asked for before that; and posted when it is asked for again', async () => {
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

describe('an endpoint whose URL was changed in the table', () => {
  const changed = { ...anEndpointOf('ep_1'), url: 'https://attacker.example/' };

  it('gets nothing: its delivery is tried by the schedule, then failed, and each time a line of the log says so', async () => {
    const { posts, states, queue, lines } = await deliver([changed, anEndpointOf('ep_2')]);
    const message =
      "what is sealed as secret of endpoint 'ep_1' of tenant 'acme' does not open for its URL (data key 1)";
    const reason = `webhook.secret.unreadable: ${message}`;
    const attempts = 1 + manifest.retryDelaysSeconds.length;
    expect(posts.map(({ url }) => url)).toEqual(['https://ep-2.example.com/']);
    expect(states).toEqual([
      ['ep_1', 'failed', ...Array(attempts).fill(reason)],
      ['ep_2', 'delivered', 'HTTP 204'],
    ]);
    expect(queue.deadLetters).toMatchObject([{ attributes: { carillonreason: { StringValue: `failed: ${reason}` } } }]);
    const line = { level: 'ERROR', event: 'endpoint_unreadable', tenant: 'acme', endpoint: 'ep_1', error: message };
    const errors = lines.map((text) => JSON.parse(text)).filter(({ event }) => event === 'endpoint_unreadable');
    expect(errors).toEqual(Array(attempts).fill(line));
  });
});

describe('an endpoint that answers', () => {
  const [one, other] = [anEndpointOf('ep_1'), anEndpointOf('ep_2')];

  it('503 is tried again with the same bytes and id, signed anew, and the others are left alone', async () => {
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

  it('503 for good is tried by the schedule, then failed and dead-lettered for that endpoint alone', async () => {
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

  it('503 with Retry-After is left in peace for that long', async () => {
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

  it('410 of the URL that an endpoint had when it was posted to ends the delivery, and not the endpoint', async () => {
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

  it('is remembered by what it answered, and how long that took', async () => {
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

describe('an endpoint that is down', () => {
  const down = anEndpointOf('ep_1');
  const secondsOf = (posts: readonly PostRequest[]) => {
    const times = posts.map(({ headers }) => Number(headers['webhook-timestamp']));
    return times.map((time) => time - (times[0] ?? 0));
  };

  it('is posted to five times, then once each time that it was left in peace, and gets everything once it is up', async () => {
    const receiver = receivers({ [down.url]: Array(7).fill(response(503)) });
    const channel = startChannel(webhookTo([down], receiver));
    const all = Array.from({ length: 12 }, () => aWebhook());
    // GIVEN five failures in a row, and seven notifications more
    await channel.run(...all.slice(0, 5).map((notification) => aRecord(aMessage(notification))));
    // THEN all are delivered in the end, by few attempts
    await channel.run(...all.slice(5).map((notification) => aRecord(aMessage(notification))));
    const histories = await Promise.all(all.map(({ id }) => channel.ledger.history(id)));
    const states = histories.flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
    expect(states).toEqual(Array(12).fill('delivered'));
    expect(receiver.posts.length).toBe(7 + 12);
    expect(Math.max(...secondsOf(receiver.posts.slice(0, 5)))).toBe(0);
  });

  it('uses up no attempt of what waits meanwhile', async () => {
    const receiver = receivers({ [down.url]: Array(6).fill(response(503)) });
    const directory = memoryEndpoints(down);
    const channel = startChannel(webhookTo([down], receiver, directory));
    await Promise.all([1, 2, 3, 4, 5].map(() => directory.fail('acme', 'ep_1', 1, channel.clock.now().toISOString())));
    const openUntil = new Date(channel.clock.now().getTime() + 3_600_000).toISOString();
    await directory.open('acme', 'ep_1', { openUntil, openings: 4 }, undefined);
    const notification = aWebhook();
    await channel.run(aRecord(aMessage(notification)));
    const [delivery] = (await channel.ledger.history(notification.id)).deliveries;
    // The first attempt was the one that the circuit let through, an hour later.
    expect(delivery?.attempts.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(Date.parse(delivery?.attempts[0]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(openUntil));
  });
});

it('an endpoint that limits its rate, and says when to come back, is posted to on and on: it does not fail', async () => {
  const busy = anEndpointOf('ep_1');
  const [directory, receiver] = [memoryEndpoints(busy), receivers({ [busy.url]: Array(6).fill(response(429, '7')) })];
  const fail = jest.spyOn(directory, 'fail');
  const channel = startChannel(webhookTo([], receiver, directory));
  const all = Array.from({ length: 6 }, () => aWebhook());
  await channel.run(...all.map((notification) => aRecord(aMessage(notification))));
  const histories = await Promise.all(all.map(({ id }) => channel.ledger.history(id)));
  const reasons = histories.flatMap(({ deliveries }) =>
    deliveries.map(({ attempts }) => attempts.map((a) => a.reason)),
  );
  expect(reasons).toEqual(Array(6).fill(['HTTP 429', 'HTTP 204']));
  expect(fail).not.toHaveBeenCalled();
});

describe('the one attempt that a half-open circuit lets through', () => {
  const hourly = anEndpointOf('ep_1', { ratePerSecond: 1 / 3_600 });

  /** An endpoint whose circuit was open until now, and whose next turn is in an hour. */
  async function halfOpen() {
    const channel = stepwise(hourly);
    const now = channel.clock.now().toISOString();
    await channel.directory.fail('acme', 'ep_1', 5, now);
    await channel.directory.open('acme', 'ep_1', { openUntil: now, openings: 1 }, undefined);
    const nowMs = channel.clock.now().getTime();
    await channel.slots.take('ep_1', { count: 1, ratePerSecond: 1 / 3_600, nowMs, untilMs: nowMs });
    const circuit = async () => (await channel.directory.load('acme')).circuits.get('ep_1');
    return { ...channel, circuit, turns: jest.spyOn(channel.slots, 'take') };
  }

  it('leaves the circuit as it was where the endpoint says when to come back: another one follows', async () => {
    const { receive, clock, posts, answer, circuit } = await halfOpen();
    answer(response(429, '60'));
    await receive(aMessage(aWebhook()));
    const { openUntil, ...failures } = (await circuit()) ?? {};
    expect(failures).toMatchObject({ failures: 5, openings: 1 });
    clock.advanceSeconds(30);
    await receive(aMessage(aWebhook()));
    expect([posts.length, await circuit()]).toEqual([2, undefined]);
  });

  it('waits for no turn, and takes none', async () => {
    const { receive, posts, circuit, turns } = await halfOpen();
    await receive(aMessage(aWebhook()));
    expect([posts.length, await circuit(), turns.mock.calls]).toEqual([1, undefined, []]);
  });

  it('is not used up by a delivery for which the invocation has no time left', async () => {
    const { receive, receiveWith, sent, posts, circuit } = await halfOpen();
    const before = await circuit();
    await receiveWith(5_000, aMessage(aWebhook()));
    expect([posts, await circuit()]).toEqual([[], before]);
    await receive(...sent.map(({ message }) => message));
    expect(posts).toHaveLength(1);
  });

  it('is not used up by a delivery that was made before, or that somebody else has claimed', async () => {
    const { ledger, receive, clock, posts, circuit } = await halfOpen();
    const before = await circuit();
    const [claimed, other] = [aWebhook(), aWebhook()];
    const key = { tenant: 'acme', notificationId: claimed.id, channel: 'webhook', target: 'ep_1' };
    const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
    const lease = { now: inSeconds(0), leaseUntil: inSeconds(60), leaseLimit: inSeconds(120) };
    await ledger.claim(key, { attempt: 1, ...lease });
    await receive(aMessage(claimed));
    expect([posts, await circuit()]).toEqual([[], before]);
    clock.advanceSeconds(10);
    await receive(aMessage(other));
    expect(posts).toHaveLength(1);
  });
});

it('a delivery that waits for an open circuit keeps the turn that it was given', async () => {
  const { directory, receive, clock, sent } = stepwise(anEndpointOf('ep_1', { ratePerSecond: 1 }));
  const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
  await directory.fail('acme', 'ep_1', 5, inSeconds(0));
  await directory.open('acme', 'ep_1', { openUntil: inSeconds(60), openings: 1 }, undefined);
  const delivery = deliveryMessage({ tenant: 'acme', target: 'ep_1', body: JSON.stringify(aWebhook()), digest: 'd' });
  const waiting = waitingSince(delivery, inSeconds(-9), inSeconds(-5));
  await receive(waiting);
  expect(sent.map(({ message }) => message)).toEqual([waiting]);
});

it('a circuit that cannot be looked up after an attempt is logged, and changes no delivery', async () => {
  const { directory, receive, posts, log, states } = stepwise(anEndpointOf('ep_1'));
  const { version } = directory;
  const fails = async (tenant: string) => (posts.length > 0 ? Promise.reject(new Error('throttled')) : version(tenant));
  jest.spyOn(directory, 'version').mockImplementation(fails);
  const notification = aWebhook();
  expect(await receive(aMessage(notification))).toEqual({ batchItemFailures: [] });
  expect(await states(notification.id)).toEqual([['ep_1', 'delivered', 'HTTP 204']]);
  const fields = { tenant: 'acme', endpoint: 'ep_1', error: 'Error: throttled' };
  expect(log.lines.at(-1)).toEqual({ level: 'error', event: 'circuit_bookkeeping_failed', fields });
});

it('a retry that is delivered ends a circuit that its function has not heard of', async () => {
  const endpoint = anEndpointOf('ep_1');
  const { directory, receive, posts } = stepwise(endpoint);
  const close = jest.spyOn(directory, 'close');
  const delivery = () =>
    deliveryMessage({ tenant: 'acme', target: 'ep_1', body: JSON.stringify(aWebhook()), digest: 'd' });
  await receive(delivery());
  expect([posts.length, close.mock.calls]).toEqual([1, []]);
  await receive(forAttempt(delivery(), 2, 'acme'));
  expect([posts.length, close.mock.calls]).toEqual([2, [['acme', 'ep_1']]]);
});

describe('an endpoint with a rate', () => {
  it('gets a second of it at once and the others in their turn, each once', async () => {
    const slow = anEndpointOf('ep_1', { ratePerSecond: 2 });
    const receiver = receivers();
    const channel = startChannel(webhookTo([slow], receiver));
    const start = channel.clock.now().getTime() / 1000;
    await channel.run(...Array.from({ length: 8 }, () => aRecord(aMessage(aWebhook()))));
    const times = receiver.posts.map(({ headers }) => Number(headers['webhook-timestamp']) - start);
    expect(times).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(8);
  });
});

describe('a published message with a forged target', () => {
  const acme = anEndpointOf('ep_acme', { types: ['invoice.*'] });
  const mallory = anEndpointOf('ep_mallory', { tenant: 'mallory' });
  const { carillontarget } = deliveryMessage({ tenant: 'acme', target: 'ep_acme', body: '', digest: '' }).attributes;
  const forged = (message: QueueMessage): QueueMessage => ({
    ...message,
    attributes: { ...message.attributes, ...(carillontarget && { carillontarget }) },
  });

  it("is not posted to another tenant's endpoint: it is examined, and refused", async () => {
    const { receiveForged, sent, posts, reasons } = stepwise(acme, mallory);
    const { attributes } = aMessage(aWebhook({ tenant: 'mallory' }));
    const body = JSON.stringify({ id: '01JDCARILLON', tenant: 'acme', type: 'invoice.created' });
    expect(await receiveForged(forged({ body, attributes, groupId: 'mallory' }))).toEqual({ batchItemFailures: [] });
    expect([sent, posts]).toEqual([[], []]);
    expect(reasons()).toEqual([expect.stringContaining('notification.id.malformed')]);
  });

  it('goes to the endpoints that want it, like any notification, and not to the target', async () => {
    const { receiveForged, sent, posts } = stepwise(acme, mallory);
    await receiveForged(forged(aMessage(aWebhook({ tenant: 'mallory' }))));
    expect([sent, posts.map(({ url }) => url)]).toEqual([[], [mallory.url]]);
  });

  it.each(['type', 'tenant', 'channels', 'severity', 'other'])('is known by any one attribute: %s', async (name) => {
    const { receiveForged, sent, posts, queue } = stepwise(acme);
    const { body } = aMessage(aWebhook({ type: 'invoice.created' }));
    await receiveForged(forged({ body, attributes: { [name]: { DataType: 'String', StringValue: 'x' } } }));
    expect([sent, posts, queue.deadLetters.length]).toEqual([[], [], 1]);
  });
});
