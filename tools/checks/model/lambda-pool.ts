import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { aRecord } from '../../../shared/testing/factories';
import { ModelProcess, type ProcessWorld } from './model-process';
import type { ModelQueue, Received } from './model-queue';

type Handler = (event: SQSEvent, context: { getRemainingTimeInMillis(): number }) => Promise<SQSBatchResponse>;

export interface LambdaPoolOptions {
  readonly name: string;
  readonly queue: ModelQueue;
  readonly batchSize: number;
  readonly timeoutSeconds: number;
  readonly maximumConcurrency: number;
  readonly honoursLateReturns: boolean;
  readonly skewMs: (process: number) => number;
  /** The function's code, started in a process. */
  readonly start: (process: ModelProcess) => Handler;
}

interface Instance {
  readonly process: ModelProcess;
  readonly handler: Handler;
  isBusy: boolean;
}

/**
 * A function and the pollers of its event source mapping. Between invocations Lambda freezes a process with its unfinished
 * work. Lambda kills it at its timeout unless it is frozen then, so a process may resume long after another one has
 * received its messages.
 *
 * @see AWS Lambda Developer Guide, "Lambda execution environment", "Using Lambda with Amazon SQS"
 */
export class LambdaPool {
  private instances: Instance[] = [];
  private started = 0;
  private underWay = 0;

  constructor(
    private readonly world: ProcessWorld,
    private readonly options: LambdaPoolOptions,
  ) {}

  /** Called when a message may have become visible. */
  poll(): void {
    while (this.underWay < this.options.maximumConcurrency) {
      const batch = this.options.queue.receive(this.options.batchSize);
      if (batch.length === 0) return;
      this.invoke(batch);
    }
  }

  /** Deploys a new version: kills idle processes, with their unfinished work. */
  deploy(): void {
    for (const { process, isBusy } of this.instances) if (!isBusy) process.kill();
    this.instances = [];
  }

  private invoke(batch: readonly Received[]): void {
    const { time } = this.world;
    const instance = this.idle() ?? this.startInstance();
    const endMs = time.now().getTime() + this.options.timeoutSeconds * 1000;
    instance.isBusy = true;
    instance.process.thaw();
    this.underWay++;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      this.underWay--;
      this.world.time.after(0, () => this.poll());
    };
    const Records = batch.map(({ id, message, ...rest }) => aRecord(message, { messageId: id, ...rest }));
    const context = { getRemainingTimeInMillis: () => endMs - time.now().getTime() };
    instance.handler({ Records }, context).then(
      ({ batchItemFailures }) => {
        if (instance.process.isDead) return;
        if (!isOver || this.options.honoursLateReturns) this.acknowledge(batch, batchItemFailures);
        this.rest(instance);
        end();
      },
      () => end(),
    );
    time.after(this.options.timeoutSeconds * 1000, () => {
      if (!isOver && !instance.process.isFrozen) instance.process.kill();
      if (!isOver) this.instances = this.instances.filter((one) => one !== instance);
      end();
    });
  }

  private acknowledge(batch: readonly Received[], failures: SQSBatchResponse['batchItemFailures']): void {
    const failed = failures.map(({ itemIdentifier }) => itemIdentifier);
    for (const received of batch) if (!failed.includes(received.id)) this.options.queue.delete(received);
  }

  private rest(instance: Instance): void {
    instance.isBusy = false;
    instance.process.freeze(Number.POSITIVE_INFINITY);
  }

  private idle(): Instance | undefined {
    return this.instances.find(({ isBusy, process }) => !isBusy && !process.isDead);
  }

  private startInstance(): Instance {
    const number = this.started++;
    const process = new ModelProcess(`${this.options.name} ${number}`, this.world, this.options.skewMs(number));
    const instance = { process, handler: this.options.start(process), isBusy: false };
    this.instances.push(instance);
    return instance;
  }
}
