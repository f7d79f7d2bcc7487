import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunctionRecursionConfig } from '@cdktf/provider-aws/lib/lambda-function-recursion-config';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { DELIVERY_PREFIX, EVENT_KEY } from '../../shared/aws/dynamodb/ledger-items';
import { BUS_STATES } from '../../shared/domain/notification/bus-events';
import { alarmOnDeadLetters } from '../constructs/alarm';
import type { Lambda } from '../constructs/lambda';
import { LEDGER_STREAM_ARN, streamDeadLetterQueue } from '../constructs/naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from '../constructs/queue-config';
import { StreamAlarms } from '../constructs/stream-alarms';
import { addDrainedQueue } from './drained-queue';
import { addEventSource } from './event-source';
import type { TriggerOf, TriggerProps } from './trigger-kind';

export interface LedgerStreamProps extends TriggerProps {
  /** Trigger of the manifest, whose kind selects the records. */
  readonly trigger: TriggerOf<'inserted-records'> | TriggerOf<'ledger-changes'>;
  /** Function to invoke. */
  readonly lambda: Lambda;
}

/**
 * Invokes a function with changes of the ledger, in order by shard, and with those it could not handle, from a queue of its
 * own. Lambda halves a batch that fails and retries it for almost as long as the stream keeps it.
 *
 * @see AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB"
 */
export class LedgerStream extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: LedgerStreamProps,
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
      filterCriteria: { filter: this.patterns().map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      maximumRetryAttempts: UNLIMITED_RETRIES,
      maximumRecordAgeInSeconds: MAX_RECORD_AGE_SECONDS,
      destinationConfig: { onFailure: { destinationArn: dropped.arn } },
      // Lambda refuses the mapping, or disables it later, while the function lacks its permissions.
      dependsOn: [lambda.policy],
    });
    const retries = addDrainedQueue(new Construct(this, 'retries'), { ...props, queue: trigger.queue });
    addEventSource(this, lambda, {
      queue: retries,
      tuning: trigger.queue,
      maximumConcurrency: trigger.maximumConcurrency,
    });
    // Ends after one hop: the function does not send a record from the queue to the queue again.
    new LambdaFunctionRecursionConfig(this, 'recursion', {
      functionName: lambda.function.functionName,
      recursiveLoop: 'Allow',
    });
    const watched = { ...props, ...WATCHED[trigger.kind], logGroupName: lambda.logGroup.name };
    new StreamAlarms(this, 'alarms', watched);
  }

  /** A record that matches one of them reaches the function. */
  private patterns(): readonly object[] {
    const { capabilities, environment, trigger } = this.props;
    if (trigger.kind === 'ledger-changes') return [INSERTED_RECORDS, DELIVERIES_AFTER_AN_ATTEMPT];
    const states = capabilities.includes('events:hand-on') ? BUS_STATES[environment.busEvents] : [];
    return states.length === 0 ? [INSERTED_RECORDS] : [INSERTED_RECORDS, deliveriesIn(states)];
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

/** Without limit: only the age of a record ends its retries. */
const UNLIMITED_RETRIES = -1;
/** Two hours less than the stream keeps a record: while it can still be read, the dead-letter queue says that it failed. */
const MAX_RECORD_AGE_SECONDS = 22 * 3_600;

/** Deliveries in one of these states: a note is inserted with its state, any other delivery gets it later. */
const deliveriesIn = (states: readonly string[]) => ({
  eventName: ['INSERT', 'MODIFY'],
  dynamodb: { Keys: { sk: { S: [{ prefix: DELIVERY_PREFIX }] } }, NewImage: { state: { S: states } } },
});

/** Filters out deliveries, which change in the same table all the time. */
const INSERTED_RECORDS = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [EVENT_KEY] } } } };
/** Filters out claims, which every attempt begins with. */
const DELIVERIES_AFTER_AN_ATTEMPT = {
  eventName: ['INSERT', 'MODIFY'],
  dynamodb: {
    Keys: { sk: { S: [{ prefix: DELIVERY_PREFIX }] } },
    NewImage: { state: { S: [{ 'anything-but': ['claimed'] }] } },
  },
};

/** What alarms say, and what else they watch, by kind of trigger. */
const WATCHED = {
  'inserted-records': { work: 'linked', findsForgeries: true },
  'ledger-changes': { work: 'listed', findsForgeries: false },
} as const;
