import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunctionRecursionConfig } from '@cdktf/provider-aws/lib/lambda-function-recursion-config';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { EVENT_KEY } from '../../shared/aws/dynamodb/ledger-items';
import { alarmOnDeadLetters } from '../constructs/alarm';
import { LEDGER_STREAM_ARN, streamDeadLetterQueue } from '../constructs/naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from '../constructs/queue-config';
import { StreamAlarms } from '../constructs/stream-alarms';
import { addDrainedQueue } from './drained-queue';
import { addEventSource } from './event-source';
import type { BindProps } from './trigger-kind';

/**
 * Has a function read what was put into the ledger, in order by shard, and then what it could not handle, from a queue of its
 * own. A batch that fails nevertheless is halved and comes back for almost as long as the stream has it.
 *
 * @see AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB"
 */
export class LedgerStream extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BindProps<'inserted-records'>,
  ) {
    super(scope, id);
    const { trigger, lambda } = props;
    const dropped = this.droppedRecords();
    new LambdaEventSourceMapping(this, 'stream_source', {
      eventSourceArn: LEDGER_STREAM_ARN,
      functionName: lambda.function.functionName,
      startingPosition: 'TRIM_HORIZON',
      batchSize: trigger.batchSize,
      maximumBatchingWindowInSeconds: trigger.batchingWindowSeconds,
      filterCriteria: { filter: [{ pattern: JSON.stringify(INSERTED_RECORDS) }] },
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      maximumRetryAttempts: FOREVER,
      maximumRecordAgeInSeconds: MAX_RECORD_AGE_SECONDS,
      destinationConfig: { onFailure: { destinationArn: dropped.arn } },
      // Without its permissions the mapping is refused, or disabled later.
      dependsOn: [lambda.policy],
    });
    const retries = addDrainedQueue(new Construct(this, 'retries'), { ...props, queue: trigger.queue });
    addEventSource(this, lambda, {
      queue: retries,
      tuning: trigger.queue,
      maximumConcurrency: trigger.maximumConcurrency,
    });
    // Once: what comes from the queue is not sent to it again.
    new LambdaFunctionRecursionConfig(this, 'recursion', {
      functionName: lambda.function.functionName,
      recursiveLoop: 'Allow',
    });
    new StreamAlarms(this, 'alarms', { ...props, logGroupName: lambda.logGroup.name });
  }

  private droppedRecords(): SqsQueue {
    const { naming, environment, name } = this.props;
    const part = streamDeadLetterQueue(name);
    alarmOnDeadLetters(this, 'stream_dlq', part, this.props);
    return new SqsQueue(this, 'stream_dlq_queue', {
      ...queueConfig(part, { naming, environment, statements: [] }),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
  }
}

/** Until it is too old. */
const FOREVER = -1;
/** The stream has it for 24 hours: what is given up before is told, and can still be read. */
const MAX_RECORD_AGE_SECONDS = 22 * 3_600;

/** Deliveries change beside them all the time, in the same table. */
const INSERTED_RECORDS = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [EVENT_KEY] } } } };
