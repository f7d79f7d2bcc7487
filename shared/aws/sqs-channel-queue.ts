import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { inBatches } from '../domain/batches';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';

export interface ChannelQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** A notification for a thousand endpoints is a hundred batches, and the function has seconds. */
const CONCURRENT_BATCHES = 10;

/** Only the source queues. @param urls JSON, channel → URL, as the stack sets `QUEUE_URLS` */
export const sqsSourceQueues = (client: SQSClient, urls: string): Record<string, Pick<ChannelQueue, 'send'>> =>
  Object.fromEntries(
    Object.entries(JSON.parse(urls) as Record<string, string>).map(([channel, queueUrl]) => [
      channel,
      { send: (messages, delaySeconds) => sendAll(client, queueUrl, messages, delaySeconds) },
    ]),
  );

export function sqsChannelQueue(client: SQSClient, urls: ChannelQueueUrls): ChannelQueue {
  return {
    send: (messages, delaySeconds) => sendAll(client, urls.queueUrl, messages, delaySeconds),
    ...sqsDeadLetters(client, urls.deadLetterQueueUrl),
  };
}

/** For a function that sends nothing to its own queue. */
export const sqsDeadLetters = (client: SQSClient, deadLetterQueueUrl: string): Pick<ChannelQueue, 'deadLetter'> => ({
  deadLetter: async ({ body, attributes, groupId }) => {
    const input = { MessageBody: body, MessageAttributes: { ...attributes }, MessageGroupId: groupId };
    await client.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, ...input }));
  },
});

async function sendAll(
  client: SQSClient,
  queueUrl: string,
  messages: readonly QueueMessage[],
  delaySeconds: number,
): Promise<void> {
  const waiting = inBatches(messages);
  while (waiting.length > 0) {
    const batches = waiting.splice(0, CONCURRENT_BATCHES);
    await Promise.all(batches.map((batch) => sendBatch(client, queueUrl, batch, delaySeconds)));
  }
}

async function sendBatch(client: SQSClient, queueUrl: string, batch: readonly QueueMessage[], delaySeconds: number) {
  const Entries = batch.map(({ body, attributes, groupId }, index) => ({
    Id: String(index),
    MessageBody: body,
    MessageAttributes: { ...attributes },
    MessageGroupId: groupId,
    DelaySeconds: delaySeconds,
  }));
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  const [first] = Failed;
  if (first)
    throw new Error(`SQS refused ${Failed.length} of ${batch.length} messages: ${first.Code} ${first.Message}`);
}
