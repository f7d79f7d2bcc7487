import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { aMessage } from './factories';
import { SimulatedQueue } from './simulated-queue';
import { TestClock } from './test-clock';

const success: SQSBatchResponse = { batchItemFailures: [] };

/** Drains a queue with a handler that notes what it was given when, in seconds from the start. */
function simulation(respond: (event: SQSEvent) => SQSBatchResponse = () => success, batchSize = 10) {
  const clock = new TestClock();
  const start = clock.now().getTime();
  const queue = new SimulatedQueue(clock, { visibilityTimeoutSeconds: 60, maxReceiveCount: 3, batchSize });
  const invocations: { seconds: number; bodies: readonly string[]; receiveCounts: readonly number[] }[] = [];
  const handler = async (event: SQSEvent) => {
    invocations.push({
      seconds: (clock.now().getTime() - start) / 1000,
      bodies: event.Records.map(({ body }) => body),
      receiveCounts: event.Records.map(({ attributes }) => Number(attributes.ApproximateReceiveCount)),
    });
    return respond(event);
  };
  return { queue, invocations, drain: () => queue.drain(handler) };
}

const bare = (body: string) => ({ body, attributes: {} });

describe('SimulatedQueue', () => {
  it('hands over messages in batches, each after its delay', async () => {
    const { queue, invocations, drain } = simulation(undefined, 2);
    await queue.send([bare('a'), bare('b'), bare('c')], 0);
    await queue.send([bare('d')], 30);
    await drain();
    expect(invocations).toEqual([
      { seconds: 0, bodies: ['a', 'b'], receiveCounts: [1, 1] },
      { seconds: 0, bodies: ['c'], receiveCounts: [1] },
      { seconds: 30, bodies: ['d'], receiveCounts: [1] },
    ]);
  });

  it('brings back what was reported as failed after the visibility timeout, and dead-letters it in the end', async () => {
    const failing = ({ Records }: SQSEvent): SQSBatchResponse => ({
      batchItemFailures: Records.filter(({ body }) => body === 'b').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    });
    const { queue, invocations, drain } = simulation(failing);
    await queue.send([bare('a'), bare('b')], 0);
    await drain();
    expect(invocations).toEqual([
      { seconds: 0, bodies: ['a', 'b'], receiveCounts: [1, 1] },
      { seconds: 60, bodies: ['b'], receiveCounts: [2] },
      { seconds: 120, bodies: ['b'], receiveCounts: [3] },
    ]);
    expect(queue.deadLetters).toEqual([bare('b')]);
  });

  it('brings the whole batch back when the invocation fails', async () => {
    const { queue, invocations, drain } = simulation(() => {
      throw new Error('timeout');
    });
    await queue.send([bare('a'), bare('b')], 0);
    await drain();
    expect(invocations.map(({ bodies }) => bodies)).toEqual(Array(3).fill(['a', 'b']));
    expect(queue.deadLetters).toEqual([bare('a'), bare('b')]);
  });

  it('redrives what was dead-lettered', async () => {
    const { queue, invocations, drain } = simulation();
    const message = aMessage();
    await queue.deadLetter(message);
    await queue.redrive();
    await drain();
    expect(invocations).toMatchObject([{ bodies: [message.body] }]);
    expect(queue.deadLetters).toEqual([]);
  });

  it('gives up on a queue that does not become quiet', async () => {
    const { queue, drain } = simulation(({ Records }) => {
      void queue.send(
        Records.map(({ body }) => bare(body)),
        5,
      );
      return success;
    });
    await queue.send([bare('a')], 0);
    await expect(drain()).rejects.toThrow('queue not quiet after 1000 invocations');
  });
});
