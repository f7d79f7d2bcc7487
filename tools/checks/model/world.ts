import type { Delivery, DeliveryKey } from '../../../shared/domain/delivery/claim';
import type { Feedback } from '../../../shared/domain/delivery/feedback';
import type { Notification } from '../../../shared/domain/notification/notification';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import { type Ledger, memoryLedger } from '../../../shared/memory/memory-ledger';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { ParkedDeliveries } from '../../../shared/ports/ledger';
import type { createChannelHandler } from '../../../shared/runtime/channel-handler';
import { aMessage, aNotification } from '../../../shared/testing/factories';
import { LambdaPool } from './lambda-pool';
import { ModelProcess, type ProcessWorld } from './model-process';
import { ModelQueue } from './model-queue';
import { Observer } from './observer';
import type { Fault, Plan, Trouble } from './plan';
import { random } from './random';
import { Scheduler } from './scheduler';

export const BATCH_SIZE = 4;
export const TIMEOUT_SECONDS = 30;
const MAX_RECEIVE_COUNT = 6;

type ChannelHandler = ReturnType<typeof createChannelHandler>;

/** Code of the world's processes. */
export interface Functions {
  readonly startChannel: (process: ModelProcess, world: World) => ChannelHandler;
  readonly startAudit: (process: ModelProcess, world: World) => ChannelHandler;
  readonly startSweep: (process: ModelProcess, world: World) => void;
}

/** A simulated stack: queues, functions, ledger, sweeper, a faulty receiver, and a service with feedback. */
export class World implements ProcessWorld {
  readonly time = new Scheduler();
  readonly observer = new Observer();
  readonly ledger: Ledger = memoryLedger(memoryAudit());
  readonly random: () => number;
  readonly notifications: readonly Notification[];
  /** Results of the next attempts, by target. */
  readonly scripts = new Map<string, Trouble[]>();
  readonly everDeadLettered: QueueMessage[] = [];
  readonly channelQueue: ModelQueue;
  readonly auditQueue: ModelQueue;
  readonly channel: LambdaPool;
  private readonly audit: LambdaPool;
  private calls = 0;
  private receives = 0;
  private offers = 0;
  private sweepers = 0;
  private readonly sweepsAt = new Set<number>();

  constructor(
    readonly plan: Plan,
    private readonly functions: Functions,
  ) {
    this.random = random(plan.seed);
    this.notifications = plan.notifications.map(({ targets }, index) => this.notificationOf(index, targets));
    this.channelQueue = this.queue('email', () => this.channel.poll());
    this.auditQueue = this.queue('audit', () => this.audit.poll());
    this.channel = this.pool('email', this.channelQueue, (process) => functions.startChannel(process, this));
    this.audit = this.pool('audit', this.auditQueue, (process) => functions.startAudit(process, this));
  }

  /** Names each target after its notification, so that it belongs to one only. */
  private notificationOf(index: number, targets: readonly (readonly Trouble[])[]): Notification {
    const id = `01JDCQ7Z3K9V5N8X2M4T6R0W${String(index).padStart(2, '0')}`;
    for (const [number, troubles] of targets.entries()) this.scripts.set(targetName(index, number), [...troubles]);
    return aNotification({ id, tenant: 'acme', channels: 'email', data: { index } });
  }

  targetsOf({ id }: Pick<Notification, 'id'>): string[] {
    const index = Number(id.slice(-2));
    return (this.plan.notifications[index]?.targets ?? []).map((_, number) => targetName(index, number));
  }

  publish(notification: Notification): void {
    void this.channelQueue.send([aMessage(notification)], 0);
    void this.auditQueue.send([aMessage(notification)], 0);
  }

  faultOf(process: ModelProcess, label: string): Fault | undefined {
    const call = ++this.calls;
    const fault = this.plan.faults.find((one) => one.call === call);
    const at = this.time.elapsedSeconds.toFixed(2).padStart(9);
    this.observer.timeline.push(
      `${at} s  ${String(call).padStart(3)} ${process.name}: ${label}${fault ? `, ${fault.kind} ${fault.seconds}` : ''}`,
    );
    return fault;
  }

  stopped(process: ModelProcess): void {
    this.observer.stopped(process, this.time.now().getTime());
  }

  latencyMs = (): number => 2 + Math.floor(this.random() * 30);

  /** Runs after every change of the ledger: checks for forbidden changes, and schedules a sweep for due deliveries. */
  async changed(id: string, isAllowed = false): Promise<void> {
    const { deliveries } = await this.ledger.history(id);
    this.observer.sees(deliveries, isAllowed);
    for (const { dueAt } of deliveries) if (dueAt !== undefined) this.sweepAt(Date.parse(dueAt));
  }

  /** Feedback of the service about an accepted mail, repeated until it is recorded. */
  feedback(key: DeliveryKey): void {
    const feedback: Feedback = { state: 'sent', at: this.time.now().toISOString(), reason: 'accepted by SES' };
    this.time.after(this.plan.feedbackSeconds * 1000, () => {
      void this.ledger.recordFeedback(key, feedback).then(() => this.changed(key.notificationId, true));
    });
  }

  /** The index of parked deliveries, which is eventually consistent with the table. */
  readonly parked: ParkedDeliveries = {
    due: (channel, shard, now) => {
      const then = new Date(Date.parse(now) - this.plan.indexLagSeconds * 1000).toISOString();
      return this.ledger.due(channel, shard, then);
    },
    dueOfOthers: async () => new Map(),
    postpone: (parked, dueAt) => this.ledger.postpone(parked, dueAt),
    unpark: (parked) => this.ledger.unpark(parked),
  };

  private sweepAt(dueAtMs: number): void {
    const minute = Math.ceil((dueAtMs + this.plan.indexLagSeconds * 1000) / 60_000);
    if (this.sweepsAt.has(minute)) return;
    this.sweepsAt.add(minute);
    this.time.after(minute * 60_000 - this.time.now().getTime(), () => this.sweep());
  }

  /** Runs each minute, but only while something may be due, or after a sweep that left something. */
  private sweep(): void {
    for (let count = this.plan.overlappingSweeps ? 2 : 1; count > 0; count--)
      this.functions.startSweep(this.sweeper(), this);
    this.time.after(55_000, async () => {
      const histories = await Promise.all(this.notifications.map(({ id }) => this.ledger.history(id)));
      const now = this.time.now().toISOString();
      const isLeft = ({ dueAt }: Delivery) => dueAt !== undefined && dueAt <= now;
      if (histories.some(({ deliveries }) => deliveries.some(isLeft))) this.sweepAt(this.time.now().getTime() + 60_000);
    });
  }

  private sweeper(): ModelProcess {
    const number = this.sweepers++;
    return new ModelProcess(`sweeper ${number}`, this, this.skewMs(number));
  }

  private queue(name: string, poll: () => void): ModelQueue {
    const { visibilityTimeoutSeconds, deletesByOldHandles } = this.plan;
    return new ModelQueue(name, this.time, {
      visibilityTimeoutSeconds,
      deletesByOldHandles,
      maxReceiveCount: MAX_RECEIVE_COUNT,
      isRefusedAlone: () => this.plan.refusedOffers.includes(++this.offers),
      isHandedOutTwice: () => this.plan.duplicates.includes(++this.receives),
      onVisible: (afterMs) => this.time.after(afterMs, poll),
    });
  }

  private pool(name: string, queue: ModelQueue, start: (process: ModelProcess) => ChannelHandler) {
    return new LambdaPool(this, {
      name,
      queue,
      start,
      batchSize: BATCH_SIZE,
      timeoutSeconds: TIMEOUT_SECONDS,
      maximumConcurrency: 3,
      honoursLateReturns: this.plan.honoursLateReturns,
      skewMs: (number) => this.skewMs(number),
    });
  }

  private readonly skewMs = (number: number): number => {
    const { clockSkewSeconds } = this.plan;
    return (clockSkewSeconds[number % Math.max(1, clockSkewSeconds.length)] ?? 0) * 1000;
  };
}

const targetName = (notification: number, target: number): string => `n${notification}t${target}`;
