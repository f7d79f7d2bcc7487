import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Delivery } from '../domain/delivery/claim';
import type { DeliveryOutcome } from '../domain/delivery/outcome';
import { serializeJson } from '../domain/kit/json/json';
import type { Notification } from '../domain/notification/notification';
import { type MemoryAudit, memoryAudit } from '../memory/memory-audit';
import { sourceQueueOf } from '../memory/memory-channel-queue';
import { type ErasableLedger, memoryLedger } from '../memory/memory-ledger';
import { memorySealKeys } from '../memory/memory-seal-keys';
import type { ChannelQueue } from '../ports/channel-queue';
import type { DeliveryLedger, ParkedDeliveries } from '../ports/ledger';
import type { Logger } from '../ports/logger';
import { createChannelHandler } from '../runtime/channel-handler';
import { fanOut } from '../runtime/fan-out';
import { sealedLedger, sealedQueue } from '../runtime/message/sealed-queue';
import type { TargetChannel } from '../runtime/target-channel';
import { aManifest, channelFixture } from './channel-fixture';
import { drain } from './drain';
import { aMessage, aNotification } from './factories';
import { FaultInjector, type PlannedFault } from './fault-injector';
import { type RecordingLogger, recordingLogger } from './recording-logger';
import { SimulatedQueue } from './simulated-queue';
import { TestClock } from './test-clock';

/** Outcomes of the attempts for each target; the last one repeats. */
export type Script = Readonly<Record<string, readonly DeliveryOutcome[]>>;

export interface ModelOptions {
  readonly script: Script;
  readonly faults?: readonly PlannedFault[];
  /** @default `RETRY_DELAYS_SECONDS`, which the queue can delay */
  readonly retryDelaysSeconds?: readonly number[];
  /** @default 60, longer than the lease */
  readonly visibilityTimeoutSeconds?: number;
  /** Overrides of the notification. */
  readonly overrides?: Partial<Notification>;
}

/** A channel on simulated queues, with fault injection at any call. */
export interface DeliveryModel {
  readonly notification: Notification;
  readonly ledger: ErasableLedger;
  /** The accepted notifications; empty until a test accepts one. */
  readonly audit: MemoryAudit;
  readonly queue: SimulatedQueue;
  readonly injector: FaultInjector;
  readonly log: RecordingLogger;
  readonly clock: TestClock;
  /** The effects that happened, in order: target and outcome. */
  readonly effects: readonly { readonly target: string; readonly outcome: DeliveryOutcome }[];
  /** Sends the notification and invokes the channel until its queue is empty. */
  run(): Promise<void>;
  drain(): Promise<void>;
  deliveries(): Promise<readonly Delivery[]>;
}

export function deliveryModel(options: ModelOptions): DeliveryModel {
  const clock = new TestClock();
  const { visibilityTimeoutSeconds = 60 } = options;
  const { maxReceiveCount } = aManifest().queue;
  const queue = new SimulatedQueue(clock, { visibilityTimeoutSeconds, maxReceiveCount });
  const injector = new FaultInjector(options.faults ?? []);
  const notification = aNotification(options.overrides);
  const audit = memoryAudit();
  const ledger = memoryLedger(audit);
  const effects: { target: string; outcome: DeliveryOutcome }[] = [];
  const log = recordingLogger();
  const sealing = { channel: 'email', keys: memorySealKeys() };
  const { dependencies } = channelFixture({
    clock,
    log: whileAlive(log, injector),
    contents: ledger,
    ledger: sealedLedger(faultyLedger(ledger, injector), sealing),
    queue: sealedQueue(faultyQueue(queue, injector), sealing),
    ...(options.retryDelaysSeconds && { retryDelaysSeconds: options.retryDelaysSeconds }),
  });
  const perform = async (target: string): Promise<DeliveryOutcome> => {
    const outcome = nextOutcome(options.script[target], effects.filter((effect) => effect.target === target).length);
    effects.push({ target, outcome });
    return outcome;
  };
  const effect = (target: string) => injector.call(`effect ${target}`, () => perform(target));
  const handlers = fanOut(channelOf(options, effect), dependencies);
  const handler = crashing(createChannelHandler(dependencies, handlers), injector);
  const queues = { email: sourceQueueOf(dependencies.queue.send) };
  const sweeping = {
    parked: faultyParked(ledger, injector),
    queues,
    keys: sealing.keys,
    log,
    restart: () => injector.restart(),
  };
  const drainAll = () => drain({ ...sweeping, queue, clock, ledger, handler, ids: [notification.id] });
  const run = async () => {
    await queue.send([aMessage(notification)], 0);
    await drainAll();
  };
  const deliveries = async () => (await ledger.history(notification.id)).deliveries;
  const parts = { notification, ledger, audit, queue, injector, log, clock, effects };
  return { ...parts, run, drain: drainAll, deliveries };
}

/** A crashed process must not log: its lines would excuse missing records. */
const whileAlive = (log: RecordingLogger, injector: FaultInjector): Logger => ({
  info: (event, fields) => void (injector.crashed || log.info(event, fields)),
  error: (event, fields) => void (injector.crashed || log.error(event, fields)),
});

function channelOf({ script }: ModelOptions, effect: (target: string) => Promise<DeliveryOutcome>): TargetChannel {
  const targets = Object.keys(script).map((key) => ({ key }));
  return {
    expand: async () => ({ kind: 'targets', targets }),
    body: serializeJson,
    deliver: (_event, _body, target, { begin }) => {
      begin();
      return effect(target);
    },
  };
}

const faultyParked = (parked: ParkedDeliveries, injector: FaultInjector): ParkedDeliveries => ({
  ...parked,
  postpone: (one, dueAt) => injector.call(`postpone ${one.key.target}`, () => parked.postpone(one, dueAt)),
});

/** After a crash, the handler's response is lost, and the next invocation runs in a new process. */
const crashing =
  (handler: (event: SQSEvent) => Promise<SQSBatchResponse>, injector: FaultInjector) => async (event: SQSEvent) => {
    injector.restart();
    const response = await handler(event);
    if (injector.crashed) throw new Error('the process crashed');
    return response;
  };

const faultyLedger = (ledger: DeliveryLedger, injector: FaultInjector): DeliveryLedger => ({
  claim: (key, claim) => injector.call(`claim ${key.target}`, () => ledger.claim(key, claim)),
  settle: (key, settlement, parking) =>
    injector.call(`settle ${key.target}`, () => ledger.settle(key, settlement, parking)),
  note: (key, state, attempt) => injector.call(`note ${key.target}`, () => ledger.note(key, state, attempt)),
  openTargets: (begun) => injector.call('open targets', () => ledger.openTargets(begun)),
});

const faultyQueue = (queue: ChannelQueue, injector: FaultInjector): ChannelQueue => ({
  send: (messages, delaySeconds) => injector.call('send', () => queue.send(messages, delaySeconds)),
  deadLetter: (message) => injector.call('dead-letter', () => queue.deadLetter(message)),
});

function nextOutcome(outcomes: readonly DeliveryOutcome[] = [], performed: number): DeliveryOutcome {
  const outcome = outcomes[performed] ?? outcomes.at(-1);
  if (outcome === undefined) throw new RangeError('the script has no outcome for this target');
  return outcome;
}
