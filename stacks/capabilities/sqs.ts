import { type Naming, sourceQueue } from '../constructs/naming';
import type { Environment } from '../environment';
import type { Grants } from './grant';
import { allow, type Statement } from './policies';

export const sqsGrants: Grants<'queues:send'> = {
  'queues:send': ({ naming, environment, channels }) => ({
    statements: [allow('SendToQueues', sendActions(environment), channels.map(sourceQueue).map(naming.sqsArn))],
    variables: {
      QUEUE_URLS: JSON.stringify(
        Object.fromEntries(channels.map((name) => [name, naming.queueUrl(sourceQueue(name))])),
      ),
    },
  }),
};

/** Emulators check `sqs:SendMessageBatch`, an action that AWS IAM does not have. */
export const sendActions = ({ emulatedIam }: Environment): string | string[] =>
  emulatedIam ? ['sqs:SendMessage', 'sqs:SendMessageBatch'] : 'sqs:SendMessage';

interface ConsumerProps {
  /** Part of the name of the queue that the function drains. */
  readonly queue: string;
  /** Parts of the names of the queues that it sends to. */
  readonly sendsTo: readonly string[];
}

/** Statements of a function that drains a queue: receive from it, and send failed messages to others. */
export const consumerStatements = (
  naming: Naming,
  environment: Environment,
  { queue, sendsTo }: ConsumerProps,
): Statement[] => [
  allow('ConsumeQueue', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], naming.sqsArn(queue)),
  allow('PassOn', sendActions(environment), sendsTo.map(naming.sqsArn)),
];
