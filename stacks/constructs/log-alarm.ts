import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import type { Construct } from 'constructs';
import { type AlarmProps, addAlarm } from './alarm';

const NAMESPACE = 'Carillon';

export interface LogAlarmProps extends Omit<AlarmProps, 'namespace' | 'metricName' | 'dimensions' | 'statistic'> {
  /** Name of the log group whose lines are counted. */
  readonly logGroupName: string;
  /** CloudWatch filter pattern of the lines that count. */
  readonly pattern: string;
}

/** Counts lines of a log, and raises an alarm when there are more than the threshold. Metric and alarm have one name. */
export function addLogAlarm(scope: Construct, id: string, { logGroupName, pattern, ...props }: LogAlarmProps): void {
  const metricName = props.naming.name(props.name);
  new CloudwatchLogMetricFilter(scope, `${id}_count`, {
    name: metricName,
    logGroupName,
    pattern,
    // No value for other lines: AWS charges for a metric by the hours that have one.
    metricTransformation: { namespace: NAMESPACE, name: metricName, value: '1' },
  });
  addAlarm(scope, id, { ...props, namespace: NAMESPACE, metricName, statistic: 'Sum' });
}
