import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import { allow } from '../capabilities/policies';
import { FunctionAlarms } from '../constructs/alarm';
import { deadLetterQueue } from '../constructs/naming';
import { unless } from '../rules/rules';
import { intervalSeconds, isScheduleExpression } from './schedule-expression';
import { ScheduleRule } from './schedule-rule';
import type { TriggerKind } from './trigger-kind';

/** An EventBridge rule. Lambda needs the function's role to record which run failed, and why. */
export const schedule: TriggerKind<'schedule'> = {
  queues: (name) => [deadLetterQueue(name)],
  rules: ({ expression }, { function: { timeoutSeconds } }, path) => ({
    faults: scheduleFaults(expression, timeoutSeconds, `${path}/expression`),
  }),
  needs: ({ naming, name }) => ({
    statements: [allow('TellFailedRuns', 'sqs:SendMessage', naming.sqsArn(deadLetterQueue(name)))],
    variables: {},
  }),
  bind: (scope, props) => {
    new ScheduleRule(scope, 'schedule', props);
    new FunctionAlarms(scope, 'alarms', props);
  },
};

function scheduleFaults(expression: string, timeoutSeconds: number, path: string): Fault[] {
  const interval = intervalSeconds(expression) ?? Number.POSITIVE_INFINITY;
  return [
    ...unless(
      isScheduleExpression(expression),
      'stack.function.schedule',
      path,
      `'${expression}', allowed rate(<n> minutes|hours|days) or cron(<six fields>)`,
    ),
    ...unless(
      timeoutSeconds <= interval,
      'stack.function.schedule',
      path,
      `${expression} begins a run before one of ${timeoutSeconds} s has ended, allowed a timeout of ${interval} s`,
    ),
  ];
}
