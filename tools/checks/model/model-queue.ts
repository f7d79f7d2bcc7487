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
  /** Whether SQS hands the message that is received now to another consumer too. */
  readonly isHandedOutTwice: () => boolean;
  /** Whether SQS stores the others of a batch, and not the message that is offered now. */
  readonly isRefusedAlone: () => boolean;
  /** Something may be received at this time. */
  readonly onVisible: (afterMs: number) => void;
}

/**
 * A standard queue with its dead-letter queue, written from the documentation: a message may be handed to two consumers
 * ("at-least-once delivery"), comes back when its visibility timeout is over, goes to the dead-letter queue instead of
 * being received more often than `maxReceiveCount`, and is deleted by the latest receipt handle; by an older one "the
 * message might not be deleted".
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

  /** What an operator's redrive does: every dead letter is a new message of the source queue. */
  redrive(): Promise<void> {
    return this.send(this.deadLetters.splice(0), 0);
  }

  /** Whatever is in the source queue is gone, as after `PurgeQueue`, or the end of its retention. */
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

  /** Of the form that SQS gives. */
  private nextId(): string {
    return `00000000-0000-4000-8000-${this.name.length}${String(++this.ids).padStart(11, '0')}`;
  }
}
