import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { ChannelManifest } from '../domain/manifest/channel';
import { visibilityTimeoutSeconds } from '../domain/manifest/visibility-timeout';
import type { Notification } from '../domain/notification/notification';
import { isNotificationId } from '../domain/notification/notification-id';
import { jsonLogger } from '../lambda/json-logger';
import { sourceQueueOf } from '../memory/memory-channel-queue';
import { type Ledger, memoryLedger } from '../memory/memory-ledger';
import { memoryOperationalEvents } from '../memory/memory-operational-events';
import { memorySealKeys } from '../memory/memory-seal-keys';
import type { TargetDependencies } from '../runtime/channel-dependencies';
import { type ChannelHandlers, createChannelHandler } from '../runtime/channel-handler';
import { sealedLedger, sealedQueue } from '../runtime/message/sealed-queue';
import { AVERAGE_RANDOM } from './channel-fixture';
import { drain } from './drain';
import { FaultInjector, type PlannedFault } from './fault-injector';
import { SimulatedQueue } from './simulated-queue';
import { TestClock } from './test-clock';

export interface ChannelUnderTest {
  readonly manifest: ChannelManifest;
  /** Wires the channel like its `wire.ts`, with fakes. */
  readonly wire: (runtime: ChannelRuntime) => WiredChannel;
}

/** Replaces the `lambdaDependencies` of the channel's entry. */
export interface ChannelRuntime extends TargetDependencies {
  readonly ledger: Ledger;
  readonly clock: TestClock;
  /** The log lines as the function writes them. */
  readonly lines: readonly string[];
}

export interface WiredChannel {
  readonly handlers: ChannelHandlers;
  /** Number of effects of a notification so far. */
  readonly effects: (notification: Notification) => number | Promise<number>;
}

/** Name of another deployed channel, none of those under test. */
export const ELSEWHERE = 'elsewhere';

/**
 * Runs a channel with its queue, on a clock that jumps. `returned` are the ids in partial batch responses.
 *
 * @param fault counts claims and accepts: the write before, or as, the channel's effect
 * @param overrides of its dependencies
 */
export function startChannel(
  { manifest, wire }: ChannelUnderTest,
  fault?: PlannedFault,
  overrides: Partial<Pick<ChannelRuntime, 'catalogueFaults'>> = {},
) {
  const runtime = { ...runtimeOf(manifest, faultyLedger(new FaultInjector(fault ? [fault] : []))), ...overrides };
  const sealing = { channel: manifest.name, keys: runtime.sealKeys };
  const sealed = {
    ...runtime,
    queue: sealedQueue(runtime.queue, sealing),
    ledger: { ...runtime.ledger, ...sealedLedger(runtime.ledger, sealing) },
  };
  const { handlers, effects } = wire(sealed);
  const handle = createChannelHandler(sealed, handlers);
  const returned: string[] = [];
  const handler = async (event: SQSEvent) => {
    const response = await handle(event);
    returned.push(...response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    return response;
  };
  /** Handles one batch, then the messages that the channel sent to itself, then, once more, the returned records. */
  const run = async (...Records: readonly SQSRecord[]) => {
    const ids = Records.flatMap(({ body }) => idsIn(body));
    const { queue, clock, ledger, log } = runtime;
    const drainAll = () =>
      drain({
        parked: ledger,
        queues: { [manifest.name]: sourceQueueOf(sealed.queue.send) },
        keys: runtime.sealKeys,
        queue,
        clock,
        ledger,
        log,
        handler,
        ids,
      });
    const { batchItemFailures } = await handler({ Records: [...Records] });
    await drainAll();
    if (batchItemFailures.length === 0) return;
    runtime.clock.advanceSeconds(visibilityTimeoutSeconds(manifest.function, manifest.queue));
    await handler({ Records: Records.filter(({ messageId }) => returned.includes(messageId)) });
    await drainAll();
  };
  return { ...runtime, run, returned, effects };
}

/** Empty if the body is no notification. */
const idsIn = (body: string): string[] => [/"id":"(\w+)"/.exec(body)?.[1]].filter(isNotificationId);

function runtimeOf(manifest: ChannelManifest, ledger: Ledger): ChannelRuntime & { readonly queue: SimulatedQueue } {
  const clock = new TestClock();
  const lines: string[] = [];
  const visibility = visibilityTimeoutSeconds(manifest.function, manifest.queue);
  const tuning = { ...manifest.queue, visibilityTimeoutSeconds: visibility };
  return {
    manifest,
    ledger,
    contents: ledger,
    clock,
    lines,
    queue: new SimulatedQueue(clock, tuning),
    events: memoryOperationalEvents(),
    random: AVERAGE_RANDOM,
    sealKeys: memorySealKeys(),
    sleep: async (milliseconds) => clock.advanceSeconds(milliseconds / 1000),
    log: jsonLogger((line) => void lines.push(line)),
    channels: [manifest.name, ELSEWHERE],
    leaseSeconds: manifest.function.timeoutSeconds + 5,
    retryDelaysSeconds: manifest.retryDelaysSeconds,
    catalogueFaults: () => [],
  };
}

function faultyLedger(injector: FaultInjector): Ledger {
  const ledger = memoryLedger();
  return {
    ...ledger,
    claim: (key, claim) => injector.call('claim', () => ledger.claim(key, claim)),
    accept: (event) => injector.call('accept', () => ledger.accept(event)),
  };
}
