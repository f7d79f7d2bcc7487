import { inBatches } from '../domain/batches';
import type { Topic, TopicAnswer, TopicMessage } from './topic';

/** Before each further attempt of the entries that SNS could not take. */
const RETRY_DELAYS_MS = [100, 400, 1600] as const;
const MAX_CALLS_AT_ONCE = 4;

export type Sleep = (milliseconds: number) => Promise<void>;

/** Publishes any number of messages. One answer for each, in order; never rejects. */
export async function publishAll(
  messages: readonly TopicMessage[],
  topic: Topic,
  sleep: Sleep,
): Promise<TopicAnswer[]> {
  const answers = await publishOnce(messages, topic);
  for (const delayMs of RETRY_DELAYS_MS) {
    const open = [...answers.keys()].filter((index) => isRetryable(answers[index]));
    if (open.length === 0) break;
    await sleep(delayMs);
    const again = await publishOnce(
      open.flatMap((index) => messages[index] ?? []),
      topic,
    );
    open.forEach((index, position) => {
      answers[index] = again[position] ?? MISSING;
    });
  }
  return answers;
}

async function publishOnce(messages: readonly TopicMessage[], topic: Topic): Promise<TopicAnswer[]> {
  const batches = inBatches(messages);
  const answers: TopicAnswer[] = [];
  while (batches.length > 0) {
    const calls = batches.splice(0, MAX_CALLS_AT_ONCE).map((batch) => topic.publishBatch(batch));
    answers.push(...(await Promise.all(calls)).flat());
  }
  return answers;
}

const isRetryable = (answer: TopicAnswer | undefined): boolean => answer?.status === 'failed' && answer.retryable;

const MISSING: TopicAnswer = {
  status: 'failed',
  code: 'producer.failed',
  message: 'the topic gave no answer',
  retryable: false,
};
