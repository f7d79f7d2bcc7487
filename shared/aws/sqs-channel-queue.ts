import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { inBatches } from '../domain/batches';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';

export interface ChannelQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

export function sqsChannelQueue(client: SQSClient, urls: ChannelQueueUrls): ChannelQueue {
  return {
    send: async (messages, delaySeconds) => {
      for (const batch of inBatches(messages)) await sendBatch(client, urls.queueUrl, batch, delaySeconds);
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
