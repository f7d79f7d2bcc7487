import { SendMessageBatchCommand, SendMessageCommand, type SQSClient, SQSServiceException } from '@aws-sdk/client-sqs';
import { inBatches } from '../../domain/kit/chunks/batches';
import { coalesceWithin, PATIENCE_MS } from '../../domain/kit/concurrency/coalesce-within';
import { resultsOfGroups } from '../../domain/kit/concurrency/results-of-groups';
import { type Semaphore, semaphore } from '../../domain/kit/concurrency/semaphore';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { ChannelQueue, QueueMessage, SourceQueue } from '../../ports/channel-queue';
import { systemSleep } from '../../ports/clock';

export interface ChannelQueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/**
 * Requests of all records of a function together. Each is up to 256 KiB, several times in memory while it is sent; and a
 * request that waits for a free socket of the client counts against its connection timeout.
 */
const CONCURRENT_REQUESTS = 40;

interface Delayed extends QueueMessage {
  /** @default 0 */
  readonly delaySeconds?: number;
}

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
async function offerBatch(sender: Sender, batch: readonly Delayed[]): Promise<(string | undefined)[]> {
  try {
    const failed = await sender.slots.run(() => sendBatch(sender, batch));
    return batch.map((_, index) => failed.get(index));
  } catch (error) {
    if (batch.length === 1 || !isRefusal(error)) return batch.map(() => describeError(error));
    return (await Promise.all(batch.map((message) => offerBatch(sender, [message])))).flat();
  }
}

/** True for a client error about the content. Outages, throttling, timeouts and permissions do not depend on it. */
const isRefusal = (error: unknown): boolean =>
  error instanceof SQSServiceException &&
  error.$fault === 'client' &&
  !/throttl|toomanyrequests|limitexceeded|accessdenied|nonexistent|doesnotexist|^kms/i.test(error.name);

/** Messages of several records share requests: full batches, also where each notification fans out to a few targets. */
export function sqsChannelQueue(client: SQSClient, urls: ChannelQueueUrls): ChannelQueue {
  const sender = { client, queueUrl: urls.queueUrl, slots: semaphore(CONCURRENT_REQUESTS) };
  const offerTogether = (sends: readonly (readonly Delayed[])[]) => {
    const refusals = resultsOfGroups(inBatches(sends.flat()), (batch) => offerBatch(sender, batch));
    return sends.map((messages) => Promise.all(messages.map((message) => refusals.get(message))));
  };
  const offer = coalesceWithin(PATIENCE_MS, offerTogether, systemSleep);
  return {
    send: async (messages, delaySeconds) => {
      const refusals = await offer(messages.map((message) => ({ ...message, delaySeconds })));
      const [first, ...others] = refusals.filter((refusal) => refusal !== undefined);
      if (first === undefined) return;
      throw new Error(`SQS did not take ${1 + others.length} of ${messages.length} messages: ${first}`);
    },
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

/** @returns the errors of messages that were not stored, by index in the batch */
async function sendBatch(
  { client, queueUrl }: Sender,
  batch: readonly Delayed[],
): Promise<ReadonlyMap<number, string>> {
  const Entries = batch.map(({ body, attributes, groupId, delaySeconds = 0 }, index) => ({
    Id: String(index),
    MessageBody: body,
    MessageAttributes: { ...attributes },
    MessageGroupId: groupId,
    DelaySeconds: delaySeconds,
  }));
  const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  const { Failed = [], Successful = [] } = answer;
  const errors = new Map(Entries.map(({ Id }) => [Id, 'the response does not mention the message']));
  for (const { Id = '', Code, Message } of Failed) errors.set(Id, `${Code} ${Message}`);
  for (const { Id = '' } of Successful) errors.delete(Id);
  return new Map([...errors].map(([id, error]) => [Number(id), error]));
}
