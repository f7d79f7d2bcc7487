import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { inBatches } from '../domain/batches';
import type { ChannelQueue, QueueMessage } from '../ports/channel-queue';
import { type AtOnce, atOnce } from '../runtime/at-once';

export interface ChannelQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** A notification for a thousand endpoints is a hundred batches, and the function has seconds. */
const CONCURRENT_BATCHES = 10;
/**
 * Of all records of a function together. Each is up to 256 KiB, several times over while it is sent; and what waits for
 * one of the client's 50 sockets fails as if it could not connect.
 */
const CONCURRENT_REQUESTS = 40;

interface Sender {
  readonly client: SQSClient;
  readonly turns: AtOnce;
}

/**
 * Only the source queues. Each has its share of the requests at once: one that hangs leaves the others theirs.
 *
 * @param urls JSON, channel → URL, as the stack sets `QUEUE_URLS`
 */
export function sqsSourceQueues(client: SQSClient, urls: string): Record<string, Pick<ChannelQueue, 'send'>> {
  const queues = Object.entries(JSON.parse(urls) as Record<string, string>);
  const share = Math.max(1, Math.floor(CONCURRENT_REQUESTS / queues.length));
  return Object.fromEntries(queues.map(([channel, url]) => [channel, sourceQueue(client, url, share)]));
}

function sourceQueue(client: SQSClient, queueUrl: string, requestsAtOnce: number): Pick<ChannelQueue, 'send'> {
  const sender = { client, turns: atOnce(requestsAtOnce) };
  return { send: (messages, delaySeconds) => sendAll(sender, queueUrl, messages, delaySeconds) };
}

export function sqsChannelQueue(client: SQSClient, urls: ChannelQueueUrls): ChannelQueue {
  const sender = { client, turns: atOnce(CONCURRENT_REQUESTS) };
  return {
    send: (messages, delaySeconds) => sendAll(sender, urls.queueUrl, messages, delaySeconds),
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
  { client, turns }: Sender,
  queueUrl: string,
  messages: readonly QueueMessage[],
  delaySeconds: number,
): Promise<void> {
  const waiting = inBatches(messages);
  while (waiting.length > 0) {
    const batches = waiting.splice(0, CONCURRENT_BATCHES);
    await Promise.all(batches.map((batch) => turns(() => sendBatch(client, queueUrl, batch, delaySeconds))));
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
