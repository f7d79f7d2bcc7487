import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { allowRuleToSend } from '../capabilities/policies';
import { alarmOnDeadLetters, alarmOnSilence } from '../constructs/alarm';
import { deadLetterQueue } from '../constructs/naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from '../constructs/queue-config';
import { intervalSeconds } from './schedule-expression';
import type { BindProps } from './trigger-kind';

/** Of EventBridge and of Lambda's asynchronous invocations: 60 s is the least. A run that comes an hour late helps nobody. */
const RUN_AGE_SECONDS = { least: 60, most: 3600 } as const;

/** Where the next run is nearer than this, it does what a failed one left: trying again would only add to it. */
const RETRY_INTERVAL_SECONDS = 300;

/** Of alarms on silence. One that is made anew under the same name would be deleted together with the old one. */
const ADDRESSES_BEFORE: Readonly<Record<string, string>> = {
  'audit-anchor': 'aws_cloudwatch_metric_alarm.vault_silent',
};

/**
 * Starts a function again and again. What EventBridge could not start, and a run that failed, with its event and its error,
 * are in a dead-letter queue.
 *
 * @see AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"
 */
export class ScheduleRule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BindProps<'schedule'>,
  ) {
    super(scope, id);
    const { naming, name, trigger } = props;
    const { expression } = trigger;
    const interval = intervalSeconds(expression) ?? RUN_AGE_SECONDS.most;
    const maximumEventAgeInSeconds = Math.min(Math.max(interval, RUN_AGE_SECONDS.least), RUN_AGE_SECONDS.most);
    const maximumRetryAttempts = interval < RETRY_INTERVAL_SECONDS ? 0 : 2;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: naming.name(name),
      description: `starts ${name}: ${expression}`,
      scheduleExpression: expression,
    });
    const alarms = new Construct(this, 'alarms');
    const deadLetters = this.deadLetters(alarms);
    this.alarmOnSilence(alarms);
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      arn: props.lambda.function.arn,
      retryPolicy: { maximumEventAgeInSeconds, maximumRetryAttempts },
      deadLetterConfig: { arn: deadLetters.arn },
      dependsOn: [this.permission(rule)],
    });
    new LambdaFunctionEventInvokeConfig(this, 'runs', {
      functionName: props.lambda.function.functionName,
      maximumEventAgeInSeconds,
      maximumRetryAttempts,
      destinationConfig: { onFailure: { destination: deadLetters.arn } },
      // Lambda refuses a destination that the function may not send to.
      dependsOn: [props.lambda.policy],
    });
  }

  /** Of `cron(…)` nobody knows when the next run is due. */
  private alarmOnSilence(scope: Construct): void {
    const { naming, name, trigger, alarmsTopicArn } = this.props;
    const interval = intervalSeconds(trigger.expression);
    if (interval === undefined) return;
    const named = { naming, name: `${name}-silent`, function: naming.name(name) };
    const alarm = alarmOnSilence(scope, 'silent', { ...named, intervalSeconds: interval, alarmsTopicArn });
    const before = ADDRESSES_BEFORE[name];
    if (before !== undefined) alarm?.moveFromId(before);
  }

  private deadLetters(alarms: Construct): SqsQueue {
    const { naming, environment, name } = this.props;
    const part = deadLetterQueue(name);
    const statements = [allowRuleToSend(naming.sqsArn(part), naming.ruleArn(name))];
    alarmOnDeadLetters(alarms, 'dlq', part, this.props);
    return new SqsQueue(this, 'dlq', {
      ...queueConfig(part, { naming, environment, statements }),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      redriveAllowPolicy: redriveAllow([]),
    });
  }

  private permission(rule: CloudwatchEventRule): LambdaPermission {
    return new LambdaPermission(this, 'permission', {
      action: 'lambda:InvokeFunction',
      functionName: this.props.lambda.function.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
  }
}
