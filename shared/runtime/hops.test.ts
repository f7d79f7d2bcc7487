import { type DeliveryOutcome, deferred, retry } from '../domain/delivery/outcome';
import { memorySealKeys } from '../memory/memory-seal-keys';
import { channelFixture } from '../testing/channel-fixture';
import { aMessage, aNotification, aRecord } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { sealedLedger, sealedQueue } from './message/sealed-queue';
import { sweep } from './sweep/sweep';

/** Lambda stops a recursive chain at about 16; how it counts several chains in a batch is not documented. */
const FEWER_THAN = 8;
const ROUNDS = 60;
const notification = aNotification();

interface Waiting {
  readonly admit?: () => Promise<DeliveryOutcome | undefined>;
  readonly deliver?: () => Promise<DeliveryOutcome>;
}

/** The number of hops between two sweeps. */
async function chainsOf({ admit, deliver = async () => retry('HTTP 503') }: Waiting) {
  const { dependencies, queue, ledger, clock, log } = channelFixture();
  const keys = memorySealKeys();
  const sealing = { channel: 'email', keys };
  const sealed = { ...dependencies, queue: sealedQueue(queue, sealing), ledger: sealedLedger(ledger, sealing) };
  const channel = {
    expand: async () => ({ kind: 'targets', targets: [{ key: 'ep_1' }] }) as const,
    body: ({ id, tenant, type }: typeof notification) => JSON.stringify({ id, tenant, type }),
    ...(admit && { admit: admit as never }),
    deliver,
  };
  const handler = createChannelHandler(sealed, fanOut(channel, sealed));
  const handle = (message = aMessage(notification)) =>
    handler({ Records: [aRecord(message, { sentAt: clock.now() })] });
  const chains = [0];
  await handle();
  let handled = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = queue.sent[handled++];
    if (next === undefined) {
      handled--;
      const [delivery] = (await ledger.history(notification.id)).deliveries;
      if (delivery?.dueAt === undefined) break;
      clock.set(new Date(delivery.dueAt));
      await sweep({ parked: ledger, queues: { email: queue }, keys, clock, log }, { remainingMs: () => 55_000 });
      chains.push(-1);
      continue;
    }
    chains[chains.length - 1] = (chains.at(-1) ?? 0) + 1;
    clock.advanceSeconds(next.delaySeconds);
    await handle(next.message);
  }
  return chains;
}

test.each<[string, Waiting]>([
  ['its turn comes in seconds, again and again', { admit: async () => deferred('rate limit', 5) }],
  ['its turn comes in a quarter of an hour', { admit: async () => deferred('circuit', 900) }],
  ['the service throttles it', { deliver: async () => deferred('throttled', 5) }],
  ['the service is paused for a repair', { deliver: async () => deferred('paused', 900) }],
  ['its attempts fail', {}],
])('a chain has fewer than eight hops where %s', async (_, waiting) => {
  const chains = await chainsOf(waiting);
  expect(Math.max(...chains)).toBeLessThan(FEWER_THAN);
  expect(Math.max(...chains)).toBeGreaterThan(0);
});
