import type { Grant } from '../capabilities/grant';
import { consumerStatements } from '../capabilities/sqs';
import { deadLetterQueue, sourceQueue } from '../constructs/naming';
import type { TriggerProps } from './trigger-kind';

type DrainProps = Pick<TriggerProps, 'naming' | 'environment' | 'name'>;

/** What a function needs that receives from its source queue and sends poison messages to the dead-letter queue. */
export function drainGrant({ naming, environment, name }: DrainProps): Grant {
  const [queue, deadLetters] = [sourceQueue(name), deadLetterQueue(name)];
  return {
    statements: consumerStatements(naming, environment, { queue, sendsTo: [deadLetters] }),
    variables: { DEAD_LETTER_QUEUE_URL: naming.queueUrl(deadLetters) },
  };
}
