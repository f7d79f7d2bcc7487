import { allow } from '../capabilities/policies';
import { consumerStatements } from '../capabilities/sqs';
import { LEDGER_STREAM_ARN, sourceQueue, streamDeadLetterQueue } from '../constructs/naming';
import { LedgerStream } from './ledger-stream';
import type { TriggerKind } from './trigger-kind';

const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/**
 * The ledger's stream. The function sends what it cannot handle to a queue that it drains too, and Lambda sends to a
 * dead-letter queue, by the function's role, which records it gave up.
 */
export const insertedRecords: TriggerKind<'inserted-records'> = {
  needs: ({ naming, environment, name }) => {
    const queue = sourceQueue(name);
    return {
      statements: [
        allow('ReadStream', READ_STREAM, LEDGER_STREAM_ARN),
        allow('TellDropped', 'sqs:SendMessage', naming.sqsArn(streamDeadLetterQueue(name))),
        ...consumerStatements(naming, environment, { queue, sendsTo: [queue] }),
      ],
      variables: { QUEUE_URL: naming.queueUrl(queue) },
    };
  },
  bind: (scope, props) => {
    new LedgerStream(scope, 'stream', props);
  },
};
