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

/** An emulator checks `sqs:SendMessageBatch`, which IAM of AWS does not know. */
const sendActions = ({ emulatedIam }: Environment): string | string[] =>
  emulatedIam ? ['sqs:SendMessage', 'sqs:SendMessageBatch'] : 'sqs:SendMessage';

interface ConsumerProps {
  /** Part of the name of the queue that the function drains. */
  readonly queue: string;
  /** Parts of the names of the queues that it sends to. */
  readonly sendsTo: readonly string[];
}

/** For a function that drains a queue: receive from its own, and send on what failed. */
export const consumerStatements = (
  naming: Naming,
  environment: Environment,
  { queue, sendsTo }: ConsumerProps,
): Statement[] => [
  allow('ConsumeQueue', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], naming.sqsArn(queue)),
  allow('PassOn', sendActions(environment), sendsTo.map(naming.sqsArn)),
];
