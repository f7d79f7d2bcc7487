import { inBatches } from '../domain/kit/chunks/batches';
import type { Topic, TopicAnswer, TopicMessage } from '../ports/topic';

/** Backoff before each retry of failed entries. */
const RETRY_DELAYS_MS = [100, 400, 1600] as const;
const MAX_CALLS_AT_ONCE = 4;

export type Sleep = (milliseconds: number) => Promise<void>;

/** Publishes any number of messages. One answer for each, in order. */
export async function publishAll(
  messages: readonly TopicMessage[],
  topic: Topic,
  sleep: Sleep,
): Promise<TopicAnswer[]> {
  const answers = await publishOnce(messages, topic);
  for (const delayMs of RETRY_DELAYS_MS) {
    const open = [...answers.entries()].filter(([, answer]) => isRetryable(answer)).map(([index]) => index);
    if (open.length === 0) break;
    await sleep(delayMs);
    const again = await publishOnce(
      open.map((index) => messages[index] as TopicMessage),
      topic,
    );
    for (const [position, answer] of again.entries()) answers[open[position] as number] = answer;
  }
  return answers;
}

async function publishOnce(messages: readonly TopicMessage[], topic: Topic): Promise<TopicAnswer[]> {
  const batches = inBatches(messages);
  const answers: TopicAnswer[] = [];
  while (batches.length > 0) {
    const calls = batches.splice(0, MAX_CALLS_AT_ONCE).map((batch) => publishBatch(batch, topic));
    answers.push(...(await Promise.all(calls)).flat());
  }
  return answers;
}

async function publishBatch(batch: readonly TopicMessage[], topic: Topic): Promise<TopicAnswer[]> {
  const answers = await topic.publishBatch(batch);
  return batch.map((_, index) => answers[index] ?? UNANSWERED);
}

const isRetryable = (answer: TopicAnswer): boolean => answer.status === 'failed' && answer.retryable;

const UNANSWERED: TopicAnswer = {
  status: 'failed',
  code: 'producer.failed',
  message: 'the topic did not say what became of this entry',
  retryable: true,
};
