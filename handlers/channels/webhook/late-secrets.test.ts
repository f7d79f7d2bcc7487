import { createSender, type SenderPorts } from '../../../shared/http/post/send';
import { memoryEndpoints } from '../../../shared/memory/memory-endpoints';
import { memoryRateSlots } from '../../../shared/memory/memory-rate-slots';
import { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { fanOut } from '../../../shared/runtime/fan-out';
import { deliveryMessage } from '../../../shared/runtime/message/delivery-message';
import { renderTemplate } from '../../../shared/template/render-template';
import { channelFixture, LEASE_SECONDS } from '../../../shared/testing/channel-fixture';
import { aNotification, anEndpoint, aRecord, aSealed } from '../../../shared/testing/factories';
import { testDataKeys } from '../../../shared/testing/sealed';
import manifest from './channel';
import { circuitBreaker } from './circuit/circuit-breaker';
import { webhookChannel } from './deliver';
import { cachedEndpoints } from './endpoints/cached-endpoints';
import { pacing } from './pace/pacing';

const RESPONSE = {
  kind: 'response',
  status: 204,
  headers: {},
  exchange: { status: 204, timings: { total: 1 } },
} as const;

/** As `index.ts` wires it; the first opening of a data key takes `openingSeconds`. */
function slowToOpen(openingSeconds: number) {
  const fixture = channelFixture({ manifest, channels: ['webhook'] });
  const { dependencies, clock } = fixture;
  const { events, log } = dependencies;
  const directory = memoryEndpoints(anEndpoint({ tenant: 'acme', id: 'ep_1' }));
  const waits = [openingSeconds];
  const keys: SenderPorts['keys'] = {
    byId: async (purpose, id) => {
      clock.advanceSeconds(waits.shift() ?? 0);
      return testDataKeys.byId(purpose, id);
    },
  };
  const postedMs: number[] = [];
  const post = async () => {
    postedMs.push(clock.now().getTime());
    return RESPONSE;
  };
  const channel = webhookChannel({
    endpoints: cachedEndpoints({ source: directory, clock, checkSeconds: 0 }),
    sender: createSender({ keys, post, clock, render: renderTemplate }),
    breaker: circuitBreaker({ circuits: directory, registry: directory, events, clock, log }),
    pace: pacing({ slots: memoryRateSlots(), clock }),
    clock,
    log,
  });
  const handler = createChannelHandler(dependencies, fanOut(channel, dependencies));
  const notification = aNotification({ tenant: 'acme', channels: 'webhook' });
  const message = deliveryMessage({ tenant: 'acme', target: 'ep_1', body: JSON.stringify(notification), digest: 'd' });
  const receiveWith = (seconds: number) => {
    const endMs = clock.now().getTime() + seconds * 1000;
    const context = { getRemainingTimeInMillis: () => endMs - clock.now().getTime() };
    return handler({ Records: [aRecord(aSealed(message, 'webhook'))] }, context);
  };
  const deliveries = async () => (await fixture.ledger.history(notification.id)).deliveries;
  return { ...fixture, channel, directory, notification, postedMs, receiveWith, deliveries };
}

describe('an endpoint whose secrets take long to open', () => {
  it.each([
    ['the function might end in the middle of the post', 13.001, 30],
    ['the claim might end in the middle of the post', LEASE_SECONDS - manifest.attemptSeconds + 0.001, 60],
    ['a process thaws, and somebody else may hold the delivery', 3_600, 4_000],
  ])('is not posted to where %s: the message comes back, and is posted once', async (_, openingSeconds, seconds) => {
    const { receiveWith, postedMs, deliveries, clock } = slowToOpen(openingSeconds);
    // WHEN the secrets open too late
    const { batchItemFailures } = await receiveWith(seconds);
    // THEN nothing was posted under a claim whose lease may expire before the post ends
    expect([batchItemFailures.length, postedMs]).toEqual([1, []]);
    expect(await deliveries()).toMatchObject([{ state: 'claimed', attempts: [] }]);
    clock.advanceSeconds(LEASE_SECONDS);
    expect(await receiveWith(30)).toEqual({ batchItemFailures: [] });
    expect(postedMs).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ n: 1 }] }]);
  });

  it('is posted to while the post ends in time', async () => {
    const { receiveWith, postedMs } = slowToOpen(13);
    expect(await receiveWith(30)).toEqual({ batchItemFailures: [] });
    expect(postedMs).toHaveLength(1);
  });

  it('is posted to at the very moment that was found to be in time', async () => {
    const { channel, notification, clock, postedMs } = slowToOpen(17);
    const begunMs: number[] = [];
    const begin = () => void begunMs.push(clock.now().getTime());
    await channel.deliver(notification, JSON.stringify(notification), 'ep_1', { begin });
    expect(postedMs).toEqual(begunMs.slice(-1));
  });

  it('keeps the one attempt of its half-open circuit, which no delivery that is too late uses up', async () => {
    const { directory, clock, receiveWith, postedMs } = slowToOpen(14);
    const now = clock.now().toISOString();
    await directory.fail('acme', 'ep_1', 5, now);
    await directory.open('acme', 'ep_1', { openUntil: now, openings: 1 }, undefined);
    const circuit = async () => (await directory.load('acme')).circuits.get('ep_1');
    const before = await circuit();
    await receiveWith(30);
    expect([postedMs, await circuit()]).toEqual([[], before]);
  });
});
