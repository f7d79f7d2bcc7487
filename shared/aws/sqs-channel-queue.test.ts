import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sqsChannelQueue, sqsSourceQueues } from './sqs-channel-queue';

/** SQS, which answers when it is told to. */
function aSlowSqs() {
  const waiting: (() => void)[] = [];
  let sent = 0;
  const send = ({ input }: SendMessageBatchCommand) =>
    new Promise<object>((resolve) => {
      sent += input.Entries?.length ?? 0;
      waiting.push(() => resolve({}));
    });
  return { client: { send } as unknown as SQSClient, waiting, sent: () => sent };
}

const turn = () => new Promise(setImmediate);

test('forty requests at once, whoever sends: each may hold a quarter of a megabyte', async () => {
  const { client, waiting, sent } = aSlowSqs();
  const queue = sqsChannelQueue(client, { queueUrl: 'q', deadLetterQueueUrl: 'd' });
  const messages = Array.from({ length: 200 }, () => ({ body: '{}', attributes: {} }));
  const all = Promise.all(Array.from({ length: 8 }, () => queue.send(messages, 0)));
  const atOnce: number[] = [];
  for (await turn(); waiting.length > 0; await turn()) {
    atOnce.push(waiting.length);
    for (const answer of waiting.splice(0)) answer();
  }
  await all;
  expect([Math.max(...atOnce), sent()]).toEqual([40, 1_600]);
});

test('a source queue that hangs leaves the others their share of the requests', async () => {
  const answered: (string | undefined)[] = [];
  const send = ({ input: { QueueUrl } }: SendMessageBatchCommand) => {
    if (QueueUrl === 'hangs') return new Promise<object>(() => undefined);
    answered.push(QueueUrl);
    return Promise.resolve({});
  };
  const urls = JSON.stringify({ webhook: 'hangs', email: 'answers' });
  const { webhook, email } = sqsSourceQueues({ send } as unknown as SQSClient, urls);
  const messages = Array.from({ length: 100 }, () => ({ body: '{}', attributes: {} }));
  for (let shard = 0; shard < 8; shard++) void webhook?.send(messages, 0);
  await email?.send(messages.slice(0, 20), 0);
  expect(answered).toEqual(['answers', 'answers']);
});
