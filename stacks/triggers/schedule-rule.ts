import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { allowRulesToSend } from '../capabilities/policies';
import { alarmOnDeadLetters, alarmOnMissingRuns } from '../constructs/alarm';
import { deadLetterQueue } from '../constructs/naming';
import { DEAD_LETTER_RETENTION_SECONDS, queueConfig, redriveAllow } from '../constructs/queue-config';
import { intervalSeconds } from './schedule-expression';
import type { BindProps } from './trigger-kind';

/** Maximum age of a scheduled event. EventBridge and Lambda require 60 s or more; a run that is an hour late is useless. */
const RUN_AGE_SECONDS = { min: 60, max: 3600 } as const;

/** Below this interval there are no retries: the next run does the work of a failed one anyway. */
const RETRY_INTERVAL_SECONDS = 300;

/** Former addresses for `moved` blocks: Terraform would create the new alarm, then delete it as the old one of the same name. */
const ADDRESSES_BEFORE: Readonly<Record<string, string>> = {
  'audit-anchor': 'aws_cloudwatch_metric_alarm.vault_silent',
};

/**
 * EventBridge rule that invokes a function on a schedule. A dead-letter queue keeps events that EventBridge could not deliver
 * and failed runs with event and error.
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
    const interval = intervalSeconds(expression) ?? RUN_AGE_SECONDS.max;
    const maximumEventAgeInSeconds = Math.min(Math.max(interval, RUN_AGE_SECONDS.min), RUN_AGE_SECONDS.max);
    const maximumRetryAttempts = interval < RETRY_INTERVAL_SECONDS ? 0 : 2;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: naming.name(name),
      description: `starts ${name}: ${expression}`,
      scheduleExpression: expression,
    });
    const alarms = new Construct(this, 'alarms');
    const deadLetters = this.deadLetters(alarms);
    this.alarmOnMissingRuns(alarms);
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
      // Lambda refuses a destination that the function's role may not send to.
      dependsOn: [props.lambda.policy],
    });
  }

  /** No alarm for `cron(…)`, whose interval is unknown. */
  private alarmOnMissingRuns(scope: Construct): void {
    const { naming, name, trigger, alarmsTopicArn } = this.props;
    const interval = intervalSeconds(trigger.expression);
    if (interval === undefined) return;
    const named = { naming, name: `${name}-silent`, function: naming.name(name) };
    const alarm = alarmOnMissingRuns(scope, 'silent', { ...named, intervalSeconds: interval, alarmsTopicArn });
    const before = ADDRESSES_BEFORE[name];
    if (before !== undefined) alarm?.moveFromId(before);
  }

  private deadLetters(alarms: Construct): SqsQueue {
    const { naming, environment, name } = this.props;
    const part = deadLetterQueue(name);
    const statements = [allowRulesToSend(naming.sqsArn(part), [naming.ruleArn(name)])];
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
