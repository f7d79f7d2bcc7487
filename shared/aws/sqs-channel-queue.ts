import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { inBatches } from '../domain/batches';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';

export interface ChannelQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** A notification for a thousand endpoints is a hundred batches, and the function has seconds. */
const CONCURRENT_BATCHES = 10;

export function sqsChannelQueue(client: SQSClient, urls: ChannelQueueUrls): ChannelQueue {
  return {
    send: async (messages, delaySeconds) => {
      const waiting = inBatches(messages);
      while (waiting.length > 0) {
        const batches = waiting.splice(0, CONCURRENT_BATCHES);
        await Promise.all(batches.map((batch) => sendBatch(client, urls.queueUrl, batch, delaySeconds)));
      }
    },
    deadLetter: async ({ body, attributes, groupId }) => {
      const input = { MessageBody: body, MessageAttributes: { ...attributes }, MessageGroupId: groupId };
      await client.send(new SendMessageCommand({ QueueUrl: urls.deadLetterQueueUrl, ...input }));
    },
  };
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
