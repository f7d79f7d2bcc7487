import { Construct } from 'constructs';
import { alarmOnDeadLetters, FunctionAlarms } from '../constructs/alarm';
import { alarmOnMessageAge, alarmOnRecordFailures } from '../constructs/consumer-alarms';
import { deadLetterQueue, ruleDeadLetterQueue, sourceQueue } from '../constructs/naming';
import { drainRanges } from '../rules/rules';
import { drainGrant } from './drain-grant';
import { addEventSource } from './event-source';
import { RuleQueues } from './rule-queues';
import type { TriggerKind } from './trigger-kind';

/**
 * A queue that EventBridge rules send to, one rule for each source that the environment has switched on. The function
 * receives from it and sends poison messages to the dead-letter queue.
 */
export const eventRules: TriggerKind<'event-rules'> = {
  isDeployed: ({ eventSources }, { sources }) => sources.some(({ name }) => eventSources.includes(name)),
  queues: (name) => [sourceQueue(name), deadLetterQueue(name), ruleDeadLetterQueue(name)],
  rules: (trigger) => ({ ranges: drainRanges(trigger) }),
  needs: (props) => {
    const { statements, variables } = drainGrant(props);
    const { environment } = props;
    return {
      statements,
      variables: {
        ...variables,
        EVENT_SOURCES: environment.eventSources.join(','),
        EVENT_TENANT: environment.eventTenant ?? '',
        EVENT_RECIPIENTS: environment.eventRecipients ?? '',
      },
    };
  },
  bind: (scope, { trigger, lambda, ...props }) => {
    const { queue: tuning, maximumConcurrency, sources } = trigger;
    const enabled = sources.filter(({ name }) => props.environment.eventSources.includes(name));
    const { source: queue } = new RuleQueues(scope, 'queues', { ...props, queue: tuning, sources: enabled });
    addEventSource(scope, lambda, { queue, tuning, maximumConcurrency });
    const alarms = new Construct(scope, 'alarms');
    alarmOnDeadLetters(alarms, 'dlq', deadLetterQueue(props.name), props);
    alarmOnDeadLetters(alarms, 'rule_dlq', ruleDeadLetterQueue(props.name), props);
    alarmOnMessageAge(alarms, props);
    alarmOnRecordFailures(alarms, { ...props, logGroupName: lambda.logGroup.name });
    new FunctionAlarms(alarms, 'function', props);
  },
};
