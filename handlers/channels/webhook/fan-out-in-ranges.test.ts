import type { Endpoint } from '../../../shared/ports/endpoints';
import { aMessage, aReceived, disabled } from '../../../shared/testing/factories';
import { anEndpointOf, aWebhook, stepwise } from './testing/webhook-fixture';

const idOf = (n: number) => `ep_${String(n).padStart(3, '0')}`;
const endpoints = (count: number, overrides: Partial<Endpoint> = {}) =>
  Array.from({ length: count }, (_, n) => anEndpointOf(idOf(n), overrides));

/** A notification that was divided into three ranges of endpoints. */
async function divided() {
  const channel = stepwise(...endpoints(250));
  const notification = aWebhook();
  await channel.receive(aMessage(notification));
  const ranges = channel.sent.map(({ message }) => message);
  expect(ranges.map((message) => aReceived(message).range)).toEqual([
    { from: idOf(0), to: idOf(99) },
    { from: idOf(100), to: idOf(199) },
    { from: idOf(200), to: idOf(249) },
  ]);
  const deliveries = () => channel.sent.slice(ranges.length).map(({ message }) => message);
  const targets = () => deliveries().map((message) => aReceived(message).target);
  return { ...channel, notification, ranges, deliveries, targets };
}

it('a fan-out in ranges sends one message for each endpoint', async () => {
  const { receive, ranges, targets } = await divided();
  await receive(...ranges);
  expect(targets().toSorted()).toEqual(endpoints(250).map(({ id }) => id));
});

it('an endpoint that is disabled or removed during a fan-out gets nothing from ranges that come later', async () => {
  const { directory, receive, ranges, targets } = await divided();
  await receive(...ranges.slice(0, 1));
  await directory.remove('acme', idOf(1));
  await directory.remove('acme', idOf(101));
  await directory.change('acme', idOf(102), { state: disabled() });
  await receive(...ranges.slice(1));
  const left = endpoints(250).map(({ id }) => id);
  expect(targets().toSorted()).toEqual(left.filter((id) => ![idOf(101), idOf(102)].includes(id)));
});

it('an endpoint that is added during a fan-out gets it if its range comes later, once', async () => {
  const { directory, receive, ranges, targets } = await divided();
  await receive(...ranges.slice(0, 1));
  for (const id of ['ep_050_new', 'ep_220_new', 'ep_900_new']) await directory.save(anEndpointOf(id));
  await receive(...ranges.slice(1));
  expect(targets().filter((id) => id?.endsWith('_new'))).toEqual(['ep_220_new']);
});

it('a range of which every endpoint was removed notes nothing about the notification', async () => {
  const { directory, receive, ranges, states, notification, queue, deliveries } = await divided();
  for (let n = 100; n < 200; n++) await directory.remove('acme', idOf(n));
  expect(await receive(...ranges.slice(1, 2))).toEqual({ batchItemFailures: [] });
  expect([await states(notification.id), deliveries(), queue.deadLetters]).toEqual([[], [], []]);
});

it('a range that is received twice makes one delivery for each endpoint', async () => {
  const { receive, ranges, deliveries, posts } = await divided();
  await receive(...ranges.slice(2), ...ranges.slice(2));
  expect(deliveries()).toHaveLength(100);
  await receive(...deliveries());
  expect(posts).toHaveLength(50);
});
