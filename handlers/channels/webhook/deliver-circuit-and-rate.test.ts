import type { PostRequest } from '../../../shared/http/post/post';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { deliveryMessage } from '../../../shared/runtime/message/delivery-message';
import { forAttempt } from '../../../shared/runtime/message/for-attempt';
import { waitingSince } from '../../../shared/runtime/message/waiting-since';
import { aMessage, aRecord } from '../../../shared/testing/factories';
import { startChannel } from '../../../shared/testing/start-channel';
import { anEndpointOf, aWebhook, receivers, response, stepwise, webhookTo } from './testing/webhook-fixture';

describe('an endpoint that is down', () => {
  const down = anEndpointOf('ep_1');
  const secondsOf = (posts: readonly PostRequest[]) => {
    const times = posts.map(({ headers }) => Number(headers['webhook-timestamp']));
    return times.map((time) => time - (times[0] ?? 0));
  };

  it('is posted to five times, then once after each opening of its circuit, and gets everything once it is up', async () => {
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

  it('uses up no attempt of deliveries that wait for its circuit', async () => {
    const receiver = receivers({ [down.url]: Array(6).fill(response(503)) });
    const directory = memoryEndpoints(down);
    const channel = startChannel(webhookTo([down], receiver, directory));
    await Promise.all([1, 2, 3, 4, 5].map(() => directory.fail('acme', 'ep_1', 1, channel.clock.now().toISOString())));
    const openUntil = new Date(channel.clock.now().getTime() + 3_600_000).toISOString();
    await directory.open('acme', 'ep_1', { openUntil, openings: 4 }, undefined);
    const notification = aWebhook();
    await channel.run(aRecord(aMessage(notification)));
    const [delivery] = (await channel.ledger.history(notification.id)).deliveries;
    // The first attempt was the probe, an hour later.
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

describe('the probe of a half-open circuit', () => {
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

  it('leaves the circuit half-open after a 429 with Retry-After: another probe follows', async () => {
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

  it('is not used up by a delivery that was made before, or that another process has claimed', async () => {
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
  const { versions } = directory;
  const fails = async (tenant: string) =>
    posts.length > 0 ? Promise.reject(new Error('throttled')) : versions(tenant);
  jest.spyOn(directory, 'versions').mockImplementation(fails);
  const notification = aWebhook();
  expect(await receive(aMessage(notification))).toEqual({ batchItemFailures: [] });
  expect(await states(notification.id)).toEqual([['ep_1', 'delivered', 'HTTP 204']]);
  const fields = { tenant: 'acme', endpoint: 'ep_1', error: 'Error: throttled' };
  expect(log.lines.at(-1)).toEqual({ level: 'error', event: 'circuit_bookkeeping_failed', fields });
});

it('a retry that is delivered closes a circuit that its function has not seen', async () => {
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
