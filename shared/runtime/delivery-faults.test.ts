import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type DeliveryOutcome, delivered, rejected, retry } from '../domain/delivery/outcome';
import { serializeJson } from '../domain/kit/json/json';
import { memoryChannelQueue, sourceQueueOf } from '../memory/memory-channel-queue';
import { memoryLedger } from '../memory/memory-ledger';
import { memorySealKeys } from '../memory/memory-seal-keys';
import { aManifest, channelFixture } from '../testing/channel-fixture';
import { deliveryModel } from '../testing/delivery-model';
import { drain } from '../testing/drain';
import { aMessage, aNotification, aRecord, aSealed } from '../testing/factories';
import type { PlannedFault } from '../testing/fault-injector';
import { recordingLogger } from '../testing/recording-logger';
import { SimulatedQueue } from '../testing/simulated-queue';
import { TestClock } from '../testing/test-clock';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { sealedLedger, sealedQueue } from './message/sealed-queue';

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;
const HOUR = 3_600;

/** One queue and one ledger, and processes that each have a clock of their own. */
function processes(effect: (process: number) => Promise<DeliveryOutcome>) {
  const clock = new TestClock();
  const ledger = memoryLedger();
  const queue = new SimulatedQueue(clock, { visibilityTimeoutSeconds: 60, maxReceiveCount: 10 });
  const sealing = { channel: 'email', keys: memorySealKeys() };
  const sealed = sealedQueue(queue, sealing);
  const notification = aNotification();
  const started = (process: number, secondsOff: number): Handler => {
    const now = () => new Date(clock.now().getTime() + secondsOff * 1_000);
    const { dependencies } = channelFixture({
      ledger: sealedLedger(ledger, sealing),
      contents: ledger,
      queue: sealed,
      clock: { now },
    });
    const channel = {
      expand: async () => ({ kind: 'targets', targets: [{ key: 'ep_1' }] }) as const,
      body: serializeJson,
      deliver: () => effect(process),
    };
    return createChannelHandler(dependencies, fanOut(channel, dependencies));
  };
  const drainBy = (handler: Handler) =>
    drain({
      queue,
      clock,
      ledger,
      handler,
      ids: [notification.id],
      parked: ledger,
      log: recordingLogger(),
      queues: { email: sourceQueueOf(sealed.send) },
      keys: sealing.keys,
    });
  const states = async () => (await ledger.history(notification.id)).deliveries.map(({ state }) => state);
  return { clock, queue, notification, started, drainBy, states };
}

const inTurn = (...handlers: readonly Handler[]): Handler => {
  let count = 0;
  return (event) => (handlers[count++ % handlers.length] as Handler)(event);
};

describe('a clock that is an hour off', () => {
  it.each([HOUR, -HOUR])('by %i s, in every other process, still delivers once', async (secondsOff) => {
    const effects: number[] = [];
    const outcomes = [retry('busy'), retry('busy'), delivered()];
    const world = processes(async (process) => outcomes[effects.push(process) - 1] ?? delivered());
    await world.queue.send([aMessage(world.notification)], 0);
    await world.drainBy(inTurn(world.started(1, 0), world.started(2, secondsOff)));
    expect([effects.length, await world.states()]).toEqual([3, ['delivered']]);
  });

  it('delays a delivery that its process left claimed, and does not lose it', async () => {
    let crashed = false;
    const world = processes(async (process) => {
      if (process === 1 || crashed) return delivered();
      crashed = true;
      return new Promise<DeliveryOutcome>(() => undefined);
    });
    const begun = world.clock.now().getTime();
    // GIVEN a process whose clock is ahead, which claims and never comes back
    world
      .started(
        2,
        HOUR,
      )({ Records: [aRecord(aMessage(world.notification))] })
      .catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    // WHEN the message is handed to another one
    await world.queue.send([aMessage(world.notification)], 0);
    await world.drainBy(world.started(1, 0));
    // THEN it waits for the lease, which is an hour late
    expect(await world.states()).toEqual(['delivered']);
    expect((world.clock.now().getTime() - begun) / 1_000).toBeLessThan(HOUR + 120);
  });
});

describe('the same message twice, concurrently', () => {
  it('has one effect, and both are acknowledged', async () => {
    const effects: number[] = [];
    const world = processes(async (process) => {
      effects.push(process);
      await new Promise((resolve) => setImmediate(resolve));
      return delivered();
    });
    const event = { Records: [aRecord(aMessage(world.notification))] };
    const answers = await Promise.all([world.started(1, 0)(event), world.started(2, 0)(event)]);
    await world.drainBy(world.started(3, 0));
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect([effects.length, await world.states()]).toEqual([1, ['delivered']]);
  });
});

describe('a ledger that is throttled', () => {
  const throttled = (calls: number): PlannedFault[] =>
    Array.from({ length: calls }, (_, index) => ({ call: index + 1, kind: 'error', moment: 'before' }));

  it('for a while delays deliveries, and neither loses nor repeats one', async () => {
    const model = deliveryModel({ script: { ann: [delivered()] }, faults: throttled(3) });
    await model.run();
    expect(model.effects).toEqual([{ target: 'ann', outcome: delivered() }]);
    expect([await model.deliveries(), model.queue.deadLetters]).toMatchObject([[{ state: 'delivered' }], []]);
  });

  it('for long fills the dead-letter queue, and a redrive delivers the dead letters', async () => {
    const model = deliveryModel({
      script: { ann: [delivered()] },
      faults: throttled(aManifest().queue.maxReceiveCount),
    });
    await model.run();
    expect([model.effects, model.queue.deadLetters.length]).toEqual([[], 1]);
    await model.queue.redrive();
    await model.drain();
    expect([model.effects.length, await model.deliveries()]).toMatchObject([1, [{ state: 'delivered' }]]);
  });
});

describe('one tenant that floods the queue', () => {
  it('stays in its message group in every message, so that SQS serves the others (fair queues)', async () => {
    const queue = memoryChannelQueue();
    const { dependencies } = channelFixture({ queue });
    const outcomes: Record<string, DeliveryOutcome> = { a: retry('busy'), b: rejected('gone'), c: delivered() };
    const targets = Object.keys(outcomes).map((key) => ({ key }));
    const channel = {
      expand: async () => ({ kind: 'targets', targets }) as const,
      body: serializeJson,
      deliver: async (_event: unknown, _body: string, target: string) => outcomes[target] ?? delivered(),
    };
    const handler = createChannelHandler(dependencies, fanOut(channel, dependencies));
    const notification = aNotification({ tenant: 'flood' });
    await handler({ Records: [aRecord(aMessage(notification))] });
    await handler({ Records: queue.sent.slice(0, 3).map(({ message }) => aRecord(aSealed(message))) });
    const sent = [...queue.sent.map(({ message }) => message), ...queue.deadLetters];
    // The second attempt is grouped by its target, too, so that one endpoint holds up no other of its tenant.
    expect(sent.map(({ groupId }) => groupId?.split('/')[0])).toEqual(Array(5).fill('flood'));
  });
});
