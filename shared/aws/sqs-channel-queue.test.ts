import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sqsChannelQueue } from './sqs-channel-queue';

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
