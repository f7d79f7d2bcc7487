import type { Construct } from 'constructs';
import { allow } from '../capabilities/policies';
import { consumerStatements } from '../capabilities/sqs';
import { deadLetterQueue, LEDGER_STREAM_ARN, sourceQueue, streamDeadLetterQueue } from '../constructs/naming';
import { drainRanges } from '../rules/rules';
import { LedgerStream, type LedgerStreamProps } from './ledger-stream';
import type { TriggerKind, TriggerProps, TriggerRules } from './trigger-kind';

const READ_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** Maximum of one call of GetRecords. */
const MAX_BATCH = 1000;
/** Lambda's limit (CreateEventSourceMapping, "MaximumBatchingWindowInSeconds"). */
const MAX_BATCHING_WINDOW_SECONDS = 300;

/**
 * The ledger's stream. The function sends records that it cannot handle to a queue that it drains too. Lambda
 * reports the records that it gave up (their place in the stream, not their content) to a dead-letter queue, with the
 * permissions of the function's role.
 */
const ledgerStream = {
  queues: (name: string) => [sourceQueue(name), deadLetterQueue(name), streamDeadLetterQueue(name)],
  rules: (trigger: LedgerStreamProps['trigger']): TriggerRules => ({
    ranges: {
      ...drainRanges(trigger),
      'trigger/batchSize': [trigger.batchSize, 1, MAX_BATCH],
      'trigger/batchingWindowSeconds': [trigger.batchingWindowSeconds, 0, MAX_BATCHING_WINDOW_SECONDS],
    },
  }),
  needs: ({ naming, environment, name }: TriggerProps) => {
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
  bind: (scope: Construct, props: LedgerStreamProps) => {
    new LedgerStream(scope, 'stream', props);
  },
};

export const insertedRecords: TriggerKind<'inserted-records'> = ledgerStream;
export const ledgerChanges: TriggerKind<'ledger-changes'> = ledgerStream;
