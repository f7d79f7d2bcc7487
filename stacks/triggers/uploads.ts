import { consumerStatements } from '../capabilities/sqs';
import { deadLetterQueue, sourceQueue } from '../constructs/naming';
import { drainRanges } from '../rules/rules';
import type { TriggerKind } from './trigger-kind';
import { UploadQueue } from './upload-queue';

/**
 * A queue of the files that are put into the bucket of uploads. The function sends to it too, to continue with a file in
 * another invocation, and sends poison messages to the dead-letter queue.
 */
export const uploads: TriggerKind<'uploads'> = {
  queues: (name) => [sourceQueue(name), deadLetterQueue(name)],
  rules: (trigger) => ({ ranges: drainRanges(trigger) }),
  needs: ({ naming, environment, name }) => {
    const [queue, deadLetters] = [sourceQueue(name), deadLetterQueue(name)];
    return {
      statements: consumerStatements(naming, environment, { queue, sendsTo: [queue, deadLetters] }),
      variables: { QUEUE_URL: naming.queueUrl(queue), DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters) },
    };
  },
  bind: (scope, props) => {
    new UploadQueue(scope, 'queues', props);
  },
};
