import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { NOT_LINKABLE } from '../../shared/domain/audit-chain/not-linkable';
import { type AlarmsProps, addAlarm, alarmOnDeadLetters, FunctionAlarms } from './alarm';
import { alarmOnMessageAge, alarmOnRecordFailures } from './consumer-alarms';
import { addLogAlarm } from './log-alarm';
import { deadLetterQueue, lag, notLinkable } from './naming';

/** An audit treats younger records as pending: `PENDING_SECONDS`. */
const MAX_LAG_MS = 300_000;

export interface StreamAlarmsProps extends AlarmsProps {
  /** Name of the function's log group, whose lines are counted. */
  readonly logGroupName: string;
  /** What the function does with a record, as a past participle. */
  readonly work: string;
  /** Whether the function logs records that the audit channel did not accept. */
  readonly findsForgeries: boolean;
}

/** Alarms of a function that reads the ledger's stream: it is late, does not run, gave up a record, or found a forged one. */
export class StreamAlarms extends Construct {
  constructor(scope: Construct, id: string, props: StreamAlarmsProps) {
    super(scope, id);
    const { naming, name, alarmsTopicArn } = props;
    new FunctionAlarms(this, 'function', props);
    alarmOnDeadLetters(this, 'dlq', deadLetterQueue(name), props);
    alarmOnMessageAge(this, props);
    alarmOnRecordFailures(this, props);
    addAlarm(this, 'lag', {
      naming,
      name: lag(name),
      alarmsTopicArn,
      threshold: MAX_LAG_MS,
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      statistic: 'Maximum',
      alarmDescription: `${name}: notifications wait for more than ${MAX_LAG_MS / 1000} s to be ${props.work}; the log says why`,
      dimensions: { FunctionName: naming.name(name) },
      // Lambda reports `IteratorAge` after a batch, so there is no data while batches wait.
      treatMissingData: 'ignore',
    });
    this.alarmOnIdleness(props);
    if (props.findsForgeries) this.alarmOnForgeries(props);
  }

  private alarmOnForgeries({ naming, name, alarmsTopicArn, logGroupName }: StreamAlarmsProps): void {
    addLogAlarm(this, 'not_linkable', {
      naming,
      name: notLinkable(name),
      alarmsTopicArn,
      logGroupName,
      pattern: `{ $.event = "${NOT_LINKABLE}" }`,
      alarmDescription: `${name}: somebody put a record into the ledger that the audit channel did not accept; audit verify names it`,
    });
  }

  /** An event source mapping that is disabled or lost its stream reports nothing: compare with invocations of `audit`. */
  private alarmOnIdleness({ naming, name, alarmsTopicArn }: AlarmsProps): void {
    const runs = (id: string, FunctionName: string) => ({
      id,
      returnData: false,
      metric: {
        namespace: 'AWS/Lambda',
        metricName: 'Invocations',
        period: 300,
        stat: 'Sum',
        dimensions: { FunctionName },
      },
    });
    new CloudwatchMetricAlarm(this, 'idle', {
      alarmName: naming.name(`${name}-idle`),
      alarmDescription: `${name}: for a quarter of an hour notifications were recorded, and it did not run`,
      metricQuery: [
        { id: 'idle', expression: 'IF(FILL(recorded, 0) > 0 AND FILL(linked, 0) == 0, 1, 0)', returnData: true },
        runs('recorded', naming.name('audit')),
        runs('linked', naming.name(name)),
      ],
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 3,
      treatMissingData: 'notBreaching',
      alarmActions: [alarmsTopicArn],
      okActions: [alarmsTopicArn],
    });
  }
}
