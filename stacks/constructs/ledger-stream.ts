import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { EVENT_KEY } from '../../shared/aws/ledger-items';
import { NOT_LINKABLE } from '../../shared/domain/audit-chain/not-linkable';
import type { Trigger } from '../../shared/domain/manifest/function-manifest';
import type { Environment } from '../environment';
import { type AlarmsProps, addAlarm, alarmOnDeadLetters, FunctionAlarms } from './alarm';
import type { Lambda } from './lambda';
import { addLogAlarm } from './log-alarm';
import { deadLetterQueue, lag, notLinkable } from './naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from './queue-config';

/** An audit takes younger records for pending: `PENDING_SECONDS`. */
const MAX_LAG_MS = 300_000;

export interface LedgerStreamProps extends AlarmsProps {
  readonly environment: Environment;
  readonly trigger: Extract<Trigger, { kind: 'inserted-records' }>;
  readonly streamArn: string;
  readonly lambda: Lambda;
}

/**
 * Has a function read what was put into the ledger, in order by shard. What fails comes back for as long as the stream keeps
 * it, 24 hours; one bad record is parted from the others by halving the batch, and does not keep them back by itself.
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
    const { trigger, streamArn, lambda } = props;
    const deadLetters = this.deadLetters();
    new LambdaEventSourceMapping(this, 'stream_source', {
      eventSourceArn: streamArn,
      functionName: lambda.function.functionName,
      startingPosition: 'TRIM_HORIZON',
      batchSize: trigger.batchSize,
      maximumBatchingWindowInSeconds: trigger.batchingWindowSeconds,
      filterCriteria: { filter: [{ pattern: JSON.stringify(INSERTED_RECORDS) }] },
      ...{ bisectBatchOnFunctionError: true, functionResponseTypes: ['ReportBatchItemFailures'] },
      ...{ maximumRetryAttempts: FOREVER, maximumRecordAgeInSeconds: FOREVER },
      destinationConfig: { onFailure: { destinationArn: deadLetters.arn } },
      // Without its permissions the mapping is refused, or disabled later.
      dependsOn: [lambda.policy],
    });
    this.alarms();
  }

  private deadLetters(): SqsQueue {
    const { naming, environment, name } = this.props;
    const part = deadLetterQueue(name);
    alarmOnDeadLetters(this, 'dlq', part, this.props);
    return new SqsQueue(this, 'queue', {
      ...queueConfig(part, { naming, environment, statements: [] }),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
  }

  private alarms(): void {
    const { naming, name, alarmsTopicArn, lambda } = this.props;
    new FunctionAlarms(this, 'function', this.props);
    addAlarm(this, 'lag', {
      ...{ naming, name: lag(name), alarmsTopicArn, threshold: MAX_LAG_MS },
      ...{ namespace: 'AWS/Lambda', metricName: 'IteratorAge', statistic: 'Maximum' },
      alarmDescription: `${name}: notifications wait for more than ${MAX_LAG_MS / 1000} s to be linked; the log says why`,
      dimensions: { FunctionName: naming.name(name) },
    });
    addLogAlarm(this, 'not_linkable', {
      ...{ naming, name: notLinkable(name), alarmsTopicArn, logGroupName: lambda.logGroup.name },
      pattern: `{ $.event = "${NOT_LINKABLE}" }`,
      alarmDescription: `${name}: somebody put a record into the ledger that the audit channel did not accept; audit verify names it`,
    });
  }
}

/** Until the stream has it no more. */
const FOREVER = -1;

/** Deliveries change beside them all the time, in the same table. */
const INSERTED_RECORDS = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [EVENT_KEY] } } } };
