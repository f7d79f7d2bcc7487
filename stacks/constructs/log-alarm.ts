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

/** Metric filter that counts log lines, and an alarm above the threshold. Metric and alarm have the same name. */
export function addLogAlarm(scope: Construct, id: string, { logGroupName, pattern, ...props }: LogAlarmProps): void {
  const metricName = props.naming.name(props.name);
  new CloudwatchLogMetricFilter(scope, `${id}_count`, {
    name: metricName,
    logGroupName,
    pattern,
    // No default value: AWS charges for every hour in which a metric has a value.
    metricTransformation: { namespace: NAMESPACE, name: metricName, value: '1' },
  });
  addAlarm(scope, id, { ...props, namespace: NAMESPACE, metricName, statistic: 'Sum' });
}
