import { onlyFor } from '../../../shared/runtime/message/for-targets';
import { redriven } from '../../../shared/runtime/message/redriven';
import { aMessage, aReceived, disabled } from '../../../shared/testing/factories';
import { anEndpointOf, aWebhook, deliver, stepwise } from './testing/webhook-fixture';

const over = (amount: number) => JSON.stringify({ data: { amount: [{ numeric: ['>', amount] }] } });
const large = anEndpointOf('ep_large', { filter: over(100) });
const small = anEndpointOf('ep_small', { filter: over(10) });
const all = anEndpointOf('ep_zall');
const of = (amount: number) => aWebhook({ data: { amount } });

it('an endpoint whose filter does not pass the notification has no delivery', async () => {
  const { states, posts, queue } = await deliver([large, small, all], of(50));
  expect(states.toSorted()).toEqual([
    ['ep_small', 'delivered', 'HTTP 204'],
    ['ep_zall', 'delivered', 'HTTP 204'],
  ]);
  expect(posts.map(({ url }) => url)).not.toContain(large.url);
  expect(queue.deadLetters).toEqual([]);
});

it('a notification that no filter passes is suppressed with the number of those that filter it out', async () => {
  const { type } = of(5);
  const asleep = anEndpointOf('ep_asleep', { state: disabled() });
  expect((await deliver([large, small], of(5))).states).toEqual([
    ['', 'suppressed', `no endpoint of tenant acme wants this ${type}; filters of 2 do not pass it`],
  ]);
  expect((await deliver([large, asleep], of(5))).states).toEqual([
    ['', 'suppressed', `every endpoint of tenant acme that wants ${type} is disabled (1); filters of 1 do not pass it`],
  ]);
  expect((await deliver([{ ...asleep, filter: over(100) }], of(5))).states).toEqual([
    ['', 'suppressed', `no endpoint of tenant acme wants ${type}`],
  ]);
});

it('a filter that is changed while a delivery waits leaves the delivery as it is, and counts for the next fan-out', async () => {
  const { receive, sent, directory, posts, answer } = stepwise(large, all);
  await receive(aMessage(of(200)));
  const waiting = sent.map(({ message }) => message);
  await directory.change('acme', large.id, { filter: over(1_000) });
  answer();
  await receive(...waiting);
  expect(posts.map(({ url }) => url).toSorted()).toEqual([large.url, all.url].toSorted());
  await receive(aMessage(of(200)));
  expect(posts).toHaveLength(3);
});

it('a replay to an endpoint asks its present filter', async () => {
  const { receive, posts, states, directory } = stepwise(large, all);
  const notification = of(50);
  const replay = (date: number) =>
    receive(onlyFor(redriven(aMessage(notification), `redrive:2026-11-${date}T09:30:00.000Z`), large.id));
  await replay(24);
  const reason = `no endpoint of tenant acme wants this ${notification.type}; filters of 1 do not pass it`;
  expect([await states(notification.id), posts]).toEqual([[['', 'suppressed', reason]], []]);
  await directory.change('acme', large.id, { filter: over(10) });
  await replay(25);
  expect(posts.map(({ url }) => url)).toEqual([large.url]);
});

it('each range of a fan-out has only endpoints whose filter passes', async () => {
  const endpoints = Array.from({ length: 250 }, (_, n) =>
    anEndpointOf(`ep_${String(n).padStart(3, '0')}`, n % 2 === 0 ? { filter: over(100) } : {}),
  );
  const { receive, sent } = stepwise(...endpoints);
  await receive(aMessage(of(50)));
  const ranges = sent.map(({ message }) => message);
  expect(ranges).toHaveLength(2);
  await receive(...ranges);
  const odd = endpoints.filter((_, n) => n % 2 === 1);
  const targets = sent.slice(ranges.length).map(({ message }) => aReceived(message).target);
  expect(targets.toSorted()).toEqual(odd.map(({ id }) => id));
});
