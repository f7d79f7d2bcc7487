import { basename } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import type { ChannelManifest } from '../domain/channel';
import { validateFilterPolicy } from '../domain/filter-policy/validate';
import type { Notification } from '../domain/notification';
import { type Ledger, memoryLedger } from '../memory/memory-ledger';
import { type ChannelDependencies, type ChannelHandlers, createChannelHandler } from '../runtime/channel-handler';
import { jsonLogger } from '../runtime/json-logger';
import { aMessage, aNotification, aRecord } from './factories';
import { FaultInjector, type PlannedFault } from './fault-injector';
import { SimulatedQueue } from './simulated-queue';
import { TestClock } from './test-clock';

/** What the channel under test is wired with, in place of what `lambdaDependencies` gives to its entry. */
export interface ChannelRuntime extends ChannelDependencies {
  readonly ledger: Ledger;
  /** The lines of `log`, as the function writes them. */
  readonly lines: readonly string[];
}

export interface ChannelUnderTest {
  readonly manifest: ChannelManifest;
  /** What makes the channel want a notification, beside its name in `channels`. @default nothing */
  readonly wanted?: Partial<Notification>;
  /** Wires the channel as its `index.ts` does, with twins. `effects` counts what a notification has led to. */
  readonly wire: (runtime: ChannelRuntime) => {
    readonly handlers: ChannelHandlers;
    readonly effects: (notification: Notification) => number | Promise<number>;
  };
}

/** What every channel does, by the Lambda handler that is deployed. `folder` is the channel's own, `__dirname`. */
export function describeChannelContract(folder: string, { manifest, wanted, wire }: ChannelUnderTest): void {
  const aWanted = () => aNotification({ ...SECRETIVE, channels: manifest.name, ...wanted });
  const start = (fault?: PlannedFault) => startChannel(manifest, wire, fault);

  describe(`${manifest.name}, as a channel`, () => {
    it('is named like its folder and has a filter policy that SNS accepts', () => {
      expect(manifest.name).toMatch(/^[a-z][a-z0-9-]{0,19}$/);
      expect(basename(folder).replace(/^_/, '')).toBe(manifest.name);
      expect(validateFilterPolicy(manifest.filterPolicy, 'MessageAttributes')).toEqual([]);
    });

    it('acknowledges what it wants, with one effect for each notification', async () => {
      const { queue, run, returned, effects } = start();
      const [one, other] = [aWanted(), aWanted()];
      await run(aRecord(aMessage(one)), aRecord(aMessage(other)));
      expect([returned, await effects(one), await effects(other), queue.deadLetters]).toEqual([[], 1, 1, []]);
    });

    it('has one effect, however often a notification comes', async () => {
      const { queue, run, clock, effects } = start();
      const notification = aWanted();
      const record = aRecord(aMessage(notification));
      await run(record, record, aRecord(aMessage(notification)));
      clock.advanceSeconds(86_400);
      await run(record);
      expect([await effects(notification), queue.deadLetters]).toEqual([1, []]);
    });

    it('dead-letters a malformed body with its reason, notes it, and goes on with the batch', async () => {
      const { queue, run, returned, ledger, effects } = start();
      const notification = aWanted();
      await run(aRecord(MALFORMED, { messageId: 'm-1' }), aRecord(aMessage(notification)));
      expect([returned, await effects(notification)]).toEqual([[], 1]);
      const reason = { StringValue: expect.stringMatching(/^notification\./) };
      expect(queue.deadLetters).toMatchObject([{ body: MALFORMED.body, attributes: { carillonreason: reason } }]);
      const noted = { channel: manifest.name, state: 'rejected', target: '' };
      expect((await ledger.history('m-1')).deliveries).toMatchObject([noted]);
    });

    const isPicky = Object.keys(manifest.filterPolicy).length > 0;
    (isPicky ? it : it.skip)('acknowledges and logs a stray, and leaves it alone', async () => {
      const { queue, run, returned, lines, effects } = start();
      const stray = aNotification({ ...SECRETIVE, channels: ELSEWHERE });
      await run(aRecord(aMessage(stray)));
      expect([returned, await effects(stray), queue.deadLetters]).toEqual([[], 0, []]);
      const { id: notificationId, tenant, type } = stray;
      const line = { level: 'INFO', event: 'stray', channel: manifest.name, notificationId, tenant, type };
      expect(lines.map((text) => JSON.parse(text))).toEqual([line]);
    });

    it.each(['before', 'after'] as const)('returns a record whose claim fails %s the write, and loses nothing', async (moment) => {
      const { queue, run, returned, effects } = start({ call: 1, kind: 'error', moment });
      const [one, other] = [aWanted(), aWanted()];
      await run(aRecord(aMessage(one)), aRecord(aMessage(other)));
      expect(returned).toHaveLength(1);
      expect([await effects(one), await effects(other), queue.deadLetters]).toEqual([1, 1, []]);
    });

    it('logs no address, content or secret', async () => {
      const { run, lines } = start({ call: 1, kind: 'error', moment: 'before' });
      const refused = aNotification({ ...SECRETIVE, channels: 'confidential' });
      await run(...[aMessage(aWanted()), aMessage(aWanted()), MALFORMED, aMessage(refused)].map((message) => aRecord(message)));
      expect(lines.length).toBeGreaterThan(3);
      expect(lines.join('\n')).not.toMatch(/confidential|whsec_|https?:/i);
    });
  });
}

const ELSEWHERE = 'elsewhere';
const SECRETIVE = { recipients: 'Confidential <confidential@example.com>', data: { note: 'confidential' } };
const MALFORMED = { body: '{"specversion":"1.0","data":"confidential', attributes: {} };

function startChannel(manifest: ChannelManifest, wire: ChannelUnderTest['wire'], fault?: PlannedFault) {
  const { timeoutSeconds } = manifest.function;
  const [clock, lines, returned]: [TestClock, string[], string[]] = [new TestClock(), [], []];
  const { maxReceiveCount } = manifest.queue;
  const queue = new SimulatedQueue(clock, { visibilityTimeoutSeconds: 6 * timeoutSeconds, maxReceiveCount });
  const ledger = faultyLedger(new FaultInjector(fault ? [fault] : []));
  const { retryDelaysSeconds } = manifest;
  const runtime: ChannelRuntime = {
    ...{ manifest, queue, ledger, clock, lines, retryDelaysSeconds, channels: [manifest.name, ELSEWHERE] },
    ...{ log: jsonLogger((line) => lines.push(line)), leaseSeconds: timeoutSeconds + 5, dataFaults: () => [] },
  };
  const { handlers, effects } = wire(runtime);
  const handler = createChannelHandler(runtime, handlers);
  const watched = async (event: SQSEvent) => {
    const response = await handler(event);
    returned.push(...response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    return response;
  };
  return { queue, ledger, clock, lines, returned, effects, watched };
}

/** Its claims may fail; a claim is whatever a channel writes before its effect. */
function faultyLedger(injector: FaultInjector): Ledger {
  const ledger = memoryLedger();
  return {
    ...ledger,
    claim: (key, claim) => injector.call('claim', () => ledger.claim(key, claim)),
    accept: (event) => injector.call('accept', () => ledger.accept(event)),
  };
}
