import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ulid } from 'ulid';
import { checkSqsLimits } from '../memory/sqs-limits';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';
import { aRecord } from './factories';
import type { TestClock } from './test-clock';

export interface SimulatedQueueOptions {
  readonly visibilityTimeoutSeconds: number;
  readonly maxReceiveCount: number;
  /** @default 10 */
  readonly batchSize?: number;
}

interface StoredMessage {
  readonly id: string;
  readonly message: QueueMessage;
  readonly sentAt: Date;
  readonly visibleAt: number;
  readonly receiveCount: number;
}

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** More invocations than any bounded retry needs: exceeding it is a bug in the handler. */
const MAX_INVOCATIONS = 1_000;

/**
 * Simulates a standard queue, its dead-letter queue and Lambda's poller on a clock that jumps to the next message:
 * delays, visibility timeouts, partial batch responses and `maxReceiveCount` as in SQS.
 */
export class SimulatedQueue implements ChannelQueue {
  readonly deadLetters: QueueMessage[] = [];
  invocations = 0;
  private stored: StoredMessage[] = [];

  constructor(
    private readonly clock: TestClock,
    private readonly options: SimulatedQueueOptions,
  ) {}

  async send(messages: readonly QueueMessage[], delaySeconds: number): Promise<void> {
    for (const message of messages) checkSqsLimits(message, delaySeconds);
    for (const message of messages) {
      this.stored.push({
        id: ulid(),
        message,
        sentAt: this.clock.now(),
        visibleAt: this.inSeconds(delaySeconds),
        receiveCount: 0,
      });
    }
  }

  async deadLetter(message: QueueMessage): Promise<void> {
    checkSqsLimits(message, 0);
    this.deadLetters.push(message);
  }

  /** Redrives every dead letter to the source queue. */
  async redrive(): Promise<void> {
    // A redrive is later than the messages it redrives.
    this.clock.advanceSeconds(0.001);
    await this.send(this.deadLetters.splice(0), 0);
  }

  /** Invokes the handler until the queue is empty. A rejected invocation returns the whole batch, as in Lambda. */
  async drain(handler: Handler): Promise<void> {
    while (this.stored.length > 0) {
      this.invocations++;
      if (this.invocations > MAX_INVOCATIONS) throw new Error(`queue not quiet after ${MAX_INVOCATIONS} invocations`);
      await this.invoke(handler, this.receive());
    }
  }

  private receive(): StoredMessage[] {
    const next = Math.min(...this.stored.map(({ visibleAt }) => visibleAt));
    if (next > this.clock.now().getTime()) this.clock.set(new Date(next));
    const now = this.clock.now().getTime();
    const due = this.stored.filter(({ visibleAt }) => visibleAt <= now).slice(0, this.options.batchSize ?? 10);
    this.stored = this.stored.filter((entry) => !due.includes(entry));
    const spent = due.filter(({ receiveCount }) => receiveCount >= this.options.maxReceiveCount);
    this.deadLetters.push(...spent.map(({ message }) => message));
    return due.filter((entry) => !spent.includes(entry));
  }

  private async invoke(handler: Handler, batch: readonly StoredMessage[]): Promise<void> {
    if (batch.length === 0) return;
    const received = batch.map((entry) => ({ ...entry, receiveCount: entry.receiveCount + 1 }));
    const Records = received.map(({ id, message, ...rest }) => aRecord(message, { messageId: id, ...rest }));
    const failed = await handler({ Records }).then(
      ({ batchItemFailures }) => batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      () => received.map(({ id }) => id),
    );
    const visibleAt = this.inSeconds(this.options.visibilityTimeoutSeconds);
    this.stored.push(...received.filter(({ id }) => failed.includes(id)).map((entry) => ({ ...entry, visibleAt })));
  }

  private inSeconds(seconds: number): number {
    return this.clock.now().getTime() + seconds * 1000;
  }
}
