import { SendMessageBatchCommand, SendMessageCommand, type SQSClient, SQSServiceException } from '@aws-sdk/client-sqs';
import { inBatches } from '../../domain/kit/chunks/batches';
import { type Semaphore, semaphore } from '../../domain/kit/concurrency/semaphore';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { ChannelQueue, QueueMessage, SourceQueue } from '../../ports/channel-queue';

export interface ChannelQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/**
 * Batches of one fan-out that are sent concurrently: a thousand endpoints are a hundred batches, and the function has
 * seconds.
 */
const CONCURRENT_BATCHES = 10;
/**
 * Requests of all records of a function together. Each is up to 256 KiB, several times in memory while it is sent; and a
 * request that waits for a free socket of the client counts against its connection timeout.
 */
const CONCURRENT_REQUESTS = 40;

interface Sender {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly slots: Semaphore;
}

/**
 * Bulkhead: each queue has its own share of the concurrent requests, so that a queue that hangs does not block the others.
 *
 * @param urls JSON, channel → URL, as the stack sets `QUEUE_URLS`
 */
export function sqsSourceQueues(client: SQSClient, urls: string): Record<string, SourceQueue> {
  const queues = Object.entries(JSON.parse(urls) as Record<string, string>);
  const share = Math.max(1, Math.floor(CONCURRENT_REQUESTS / queues.length));
  return Object.fromEntries(queues.map(([channel, queueUrl]) => [channel, sqsSourceQueue(client, queueUrl, share)]));
}

export function sqsSourceQueue(client: SQSClient, queueUrl: string, requestsAtOnce: number): SourceQueue {
  const sender = { client, queueUrl, slots: semaphore(requestsAtOnce) };
  return {
    offer: async (messages) =>
      (await Promise.all(inBatches(messages).map((batch) => offerBatch(sender, batch)))).flat(),
  };
}

/** SQS may refuse a whole request for one poison message: then each message is sent in a request of its own. */
async function offerBatch(sender: Sender, batch: readonly QueueMessage[]): Promise<(string | undefined)[]> {
  try {
    const failed = await sender.slots.run(() => sendBatch(sender, batch, 0));
    return batch.map((_, index) => failed.get(index));
  } catch (error) {
    if (batch.length === 1 || !isRefusal(error)) return batch.map(() => describeError(error));
    return (await Promise.all(batch.map((message) => offerBatch(sender, [message])))).flat();
  }
}

/** True for a client error about the content. Outages, throttling and timeouts do not depend on the messages. */
const isRefusal = (error: unknown): boolean =>
  error instanceof SQSServiceException &&
  error.$fault === 'client' &&
  !/throttl|toomanyrequests|limitexceeded/i.test(error.name);

export function sqsChannelQueue(client: SQSClient, urls: ChannelQueueUrls): ChannelQueue {
  const sender = { client, queueUrl: urls.queueUrl, slots: semaphore(CONCURRENT_REQUESTS) };
  return {
    send: (messages, delaySeconds) => sendAll(sender, messages, delaySeconds),
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

async function sendAll(sender: Sender, messages: readonly QueueMessage[], delaySeconds: number): Promise<void> {
  const waiting = inBatches(messages);
  while (waiting.length > 0) {
    const batches = waiting.splice(0, CONCURRENT_BATCHES);
    await Promise.all(batches.map((batch) => sender.slots.run(() => sendWhole(sender, batch, delaySeconds))));
  }
}

async function sendWhole(sender: Sender, batch: readonly QueueMessage[], delaySeconds: number): Promise<void> {
  const failed = await sendBatch(sender, batch, delaySeconds);
  const [first] = failed.values();
  if (first !== undefined) throw new Error(`SQS refused ${failed.size} of ${batch.length} messages: ${first}`);
}

/** @returns the errors of messages that were not stored, by index in the batch */
async function sendBatch(
  { client, queueUrl }: Sender,
  batch: readonly QueueMessage[],
  delaySeconds: number,
): Promise<ReadonlyMap<number, string>> {
  const Entries = batch.map(({ body, attributes, groupId }, index) => ({
    Id: String(index),
    MessageBody: body,
    MessageAttributes: { ...attributes },
    MessageGroupId: groupId,
    DelaySeconds: delaySeconds,
  }));
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  return new Map(Failed.map(({ Id, Code, Message }) => [Number(Id), `${Code} ${Message}`]));
}
