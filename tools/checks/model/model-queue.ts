import { checkSqsLimits } from '../../../shared/memory/sqs-limits';
import type { ChannelQueue, QueueMessage, SourceQueue } from '../../../shared/ports/channel-queue';
import type { Scheduler } from './scheduler';

export interface Received {
  readonly id: string;
  readonly message: QueueMessage;
  readonly sentAt: Date;
  readonly receiveCount: number;
  readonly receiptHandle: number;
}

interface Stored {
  readonly id: string;
  readonly message: QueueMessage;
  readonly sentAt: Date;
  visibleAtMs: number;
  receiveCount: number;
  receiptHandle: number;
}

export interface ModelQueueOptions {
  readonly visibilityTimeoutSeconds: number;
  readonly maxReceiveCount: number;
  readonly deletesByOldHandles: boolean;
  /** Whether SQS delivers the message of this receive to a second consumer too. */
  readonly isHandedOutTwice: () => boolean;
  /** Whether SQS refuses this entry of a batch while it stores the others. */
  readonly isRefusedAlone: () => boolean;
  /** Called with the time at which a message becomes visible. */
  readonly onVisible: (afterMs: number) => void;
}

/**
 * Model of an SQS standard queue with its dead-letter queue, by the documentation: at-least-once delivery may give a message
 * to two consumers; it becomes visible again after its visibility timeout; SQS dead-letters it instead of exceeding
 * `maxReceiveCount`; the latest receipt handle deletes it, while with an older one "the message might not be deleted".
 *
 * @see Amazon SQS Developer Guide, "Standard queues", "Visibility timeout", "Dead-letter queues"; API, DeleteMessage
 */
export class ModelQueue implements ChannelQueue, SourceQueue {
  deadLetters: QueueMessage[] = [];
  private stored: Stored[] = [];
  private ids = 0;

  constructor(
    private readonly name: string,
    private readonly time: Scheduler,
    private readonly options: ModelQueueOptions,
  ) {}

  send = async (messages: readonly QueueMessage[], delaySeconds: number): Promise<void> => {
    for (const message of messages) checkSqsLimits(message, delaySeconds);
    for (const message of messages) {
      const sentAt = this.time.now();
      const visibleAtMs = sentAt.getTime() + delaySeconds * 1000;
      this.stored.push({ id: this.nextId(), message, sentAt, visibleAtMs, receiveCount: 0, receiptHandle: 0 });
    }
    this.options.onVisible(delaySeconds * 1000);
  };

  /** @see Amazon SQS API, SendMessageBatch: "The result of sending each message is reported individually" */
  offer = async (messages: readonly QueueMessage[]): Promise<readonly (string | undefined)[]> => {
    const refusals = messages.map(() => (this.options.isRefusedAlone() ? 'InternalError' : undefined));
    await this.send(
      messages.filter((_, index) => refusals[index] === undefined),
      0,
    );
    return refusals;
  };

  deadLetter = async (message: QueueMessage): Promise<void> => {
    checkSqsLimits(message, 0);
    this.deadLetters.push(message);
  };

  /** Redrive by an operator: every dead letter becomes a new message of the source queue. */
  redrive(): Promise<void> {
    return this.send(this.deadLetters.splice(0), 0);
  }

  /** Deletes all messages of the source queue, like `PurgeQueue` or the end of their retention. */
  purge(): void {
    this.stored = [];
  }

  receive(batchSize: number): Received[] {
    const now = this.time.now().getTime();
    const visible = this.stored.filter(({ visibleAtMs }) => visibleAtMs <= now).slice(0, batchSize);
    const spent = visible.filter(({ receiveCount }) => receiveCount >= this.options.maxReceiveCount);
    this.stored = this.stored.filter((one) => !spent.includes(one));
    this.deadLetters.push(...spent.map(({ message }) => message));
    return visible.filter((one) => !spent.includes(one)).map((one) => this.handOut(one));
  }

  delete({ id, receiptHandle }: Received): void {
    const isLatest = (one: Stored) => one.receiptHandle === receiptHandle || this.options.deletesByOldHandles;
    this.stored = this.stored.filter((one) => one.id !== id || !isLatest(one));
  }

  private handOut(one: Stored): Received {
    one.receiveCount++;
    one.receiptHandle++;
    const timeoutMs = this.options.isHandedOutTwice() ? 1 : this.options.visibilityTimeoutSeconds * 1000;
    one.visibleAtMs = this.time.now().getTime() + timeoutMs;
    this.options.onVisible(timeoutMs);
    return { ...one };
  }

  /** Message id in the form of SQS. */
  private nextId(): string {
    return `00000000-0000-4000-8000-${this.name.length}${String(++this.ids).padStart(11, '0')}`;
  }
}
