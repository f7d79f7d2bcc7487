import { PARK_SHARDS, parkShard } from './park-shard';

const key = (n: number) => ({ tenant: 'acme', notificationId: `n-${n}`, channel: 'webhook', target: 'ep_1' });
const shards = Array.from({ length: 400 }, (_, n) => parkShard(key(n)));

it('is the same for the same delivery, and does not change between versions', () => {
  expect([0, 1, 2, 3].map((n) => parkShard(key(n)))).toEqual([6, 6, 0, 2]);
});

it('depends on notification, channel and target', () => {
  const others = (change: object) => Array.from({ length: 400 }, (_, n) => parkShard({ ...key(n), ...change }));
  for (const change of [{ channel: 'email' }, { target: 'ep_2' }]) expect(others(change)).not.toEqual(shards);
});

it('distributes the deliveries of one endpoint over all shards', () => {
  expect(new Set(shards)).toEqual(new Set(Array.from({ length: PARK_SHARDS }, (_, shard) => shard)));
});
