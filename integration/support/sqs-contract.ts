import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { sqsChannelQueue, sqsSourceQueue } from '../../shared/aws/sqs/sqs-channel-queue';
import { describeChannelQueueContract } from '../../shared/testing/channel-queue-contract';
import { receiveAll } from '../../tools/local/receive-all';
import { sqs } from './harness';

/** The contract of channel queues, on queues of its own: functions drain those of the stack. */
export function describeSqsContract(name: string): void {
  describe(name, () => {
    const urls = { queueUrl: '', deadLetterQueueUrl: '' };

    beforeAll(async () => {
      urls.queueUrl = await createQueue();
      urls.deadLetterQueueUrl = await createQueue();
    });

    afterAll(async () => {
      for (const QueueUrl of Object.values(urls)) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    });

    describeChannelQueueContract(name, () => ({
      queue: sqsChannelQueue(sqs, urls),
      source: sqsSourceQueue(sqs, urls.queueUrl, 5),
      receive: () => receiveAll(sqs, urls.queueUrl),
      receiveDeadLetters: () => receiveAll(sqs, urls.deadLetterQueueUrl),
    }));
  });
}

export async function createQueue(): Promise<string> {
  const Attributes = { MaximumMessageSize: '262144' };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `adapters-${ulid()}`, Attributes }));
  if (QueueUrl === undefined) throw new Error('the target made a queue without a URL');
  return QueueUrl;
}
