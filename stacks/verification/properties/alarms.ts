import { deadLetterQueues, eventSources, queueSubscriptions } from './flow';
import { isHeartbeat, scheduleOf, silenceSeconds } from './heartbeat';
import { reference, set } from './mutations';
import type { Plan, Resource } from './plan';
import { faultsOf, type Property, within } from './property';
import { isOfStrays } from './strays';
import type { AlarmBody, MetricFilterBody } from './terraform-json';

const TYPE = 'aws_cloudwatch_metric_alarm';
const COUNT = 'aws_cloudwatch_log_metric_filter';
/** Allowed range in seconds: a delivery may wait for 15 minutes, so less is noise, and more is too late. */
const MESSAGE_AGE_SECONDS = [1_000, 3_600] as const;

interface Metric extends Pick<AlarmBody, 'namespace' | 'metric_name' | 'dimensions'> {
  /** @default [0, 0] */
  readonly thresholds?: readonly [number, number];
}

export const alarmProperties: readonly Property[] = [
  {
    name: 'one message in a dead-letter queue raises an alarm',
    check: (plan) => faultsOf(deadLetterQueues(plan), ({ name }) => unheard(plan, deadLettered(name))),
    brokenBy: {
      'an average': set(TYPE, 'email_dlq', { statistic: 'Average' }),
    },
  },
  {
    name: 'a message that waits for longer than deliveries do raises an alarm within the hour',
    check: (plan) =>
      faultsOf(
        eventSources(plan).map(({ address, queue: body }) => ({ address, body })),
        ({ name }) => unheard(plan, messageAge(name)),
      ),
    brokenBy: {
      'a day': set(TYPE, 'email_message_age', { threshold: 86_400 }),
      'as soon as deliveries wait for each other': set(TYPE, 'email_message_age', { threshold: 600 }),
    },
  },
  {
    name: 'every function that fails, is throttled, or whose loop Lambda ends, raises an alarm',
    check: (plan) =>
      faultsOf(plan.all('aws_lambda_function'), ({ function_name }) =>
        ['Errors', 'Throttles', 'RecursiveInvocationsDropped'].flatMap((metric) =>
          unheard(plan, ofFunction(function_name, metric)),
        ),
      ),
  },
  {
    name: 'a notification that SNS could not deliver to a queue raises an alarm',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sns_topic').filter(({ address }) => feedsQueues(plan, address)),
        ({ name }) => unheard(plan, handoverFailed(name)),
      ),
  },
  {
    name: 'each function of operational events has an alarm of its own on events that SNS could not deliver to its queue',
    check: (plan) =>
      faultsOf(plan.all('aws_lambda_function'), ({ function_name: name }) => {
        const manifest = plan.manifestOf(name);
        if (!manifest || !('trigger' in manifest) || manifest.trigger.kind !== 'operational-events') return false;
        const { metric_name, dimensions } = handoverFailed(plan.one('aws_sns_topic', 'topics_events').name);
        const own = plan.all(TYPE).find(({ body }) => body.alarm_name === `${name}-handover-failed`)?.body;
        const isOwn = own?.metric_name === metric_name && own.dimensions?.TopicName === dimensions?.TopicName;
        return !(isOwn && own.threshold === 0) && 'no alarm on failed handovers';
      }),
  },
  {
    name: 'an API that returns a 5xx raises an alarm',
    check: (plan) =>
      faultsOf(plan.all('aws_apigatewayv2_api'), (_, address) => unheard(plan, unanswered(reference(`${address}.id`)))),
  },
  {
    name: 'every alarm watches a resource of the plan, and notifies only the alarms topic, within five minutes, and again when it is over',
    check: (plan) =>
      faultsOf(plan.all(TYPE), (alarm) => [
        ...(tellsAlarmsTopic(plan, alarm.alarm_actions) ? [] : ['does not tell the alarms topic']),
        ...(tellsAlarmsTopic(plan, alarm.ok_actions) ? [] : ['does not tell when it is over']),
        ...(alarm.actions_enabled === false ? ['has its actions switched off'] : []),
        ...(isOnIdleness(alarm) || isOfPlan(plan, alarm) ? [] : [`watches ${JSON.stringify(alarm.dimensions)}`]),
        ...(isHeartbeat(plan, alarm) ||
        isOnIdleness(alarm) ||
        isOfStrays(plan, alarm) ||
        within(60, 300, (alarm.period ?? 0) * alarm.evaluation_periods)
          ? []
          : ['takes more than five minutes']),
      ]),
    brokenBy: {
      'switched off': set(TYPE, 'email_dlq', { actions_enabled: false }),
      'a queue that is not there': set(TYPE, 'email_dlq', { dimensions: { QueueName: 'carillon-prod-mail-dlq' } }),
      'an hour': set(TYPE, 'email_dlq', { evaluation_periods: 60 }),
    },
  },
  {
    name: 'every alarm has a description for the operator',
    check: (plan) => faultsOf(plan.all(TYPE), ({ alarm_description: text = '' }) => text.length < 20 && 'says nothing'),
  },
  {
    name: 'a scheduled function raises an alarm when it does not run for twice its interval, or for a quarter of an hour',
    check: (plan) =>
      faultsOf(plan.all('aws_lambda_function'), ({ function_name }) => {
        const needs = silenceSeconds(scheduleOf(plan, function_name) ?? '') !== undefined;
        const own = plan.all(TYPE).filter(({ body }) => body.dimensions?.FunctionName === function_name);
        return needs && !own.some(({ body }) => isHeartbeat(plan, body)) && 'may be silent without limit';
      }),
    brokenBy: {
      'the window of another schedule': set(TYPE, 'sweeper_silent', { period: 86_400, evaluation_periods: 2 }),
    },
  },
  {
    name: 'an idle stack raises no alarm: missing data is not breaching',
    check: (plan) =>
      faultsOf(
        plan.all(TYPE),
        (alarm) =>
          alarm.treat_missing_data !== (alarm.metric_name === LAG ? 'ignore' : 'notBreaching') &&
          !isHeartbeat(plan, alarm) &&
          `missing data is ${alarm.treat_missing_data}`,
      ),
  },
];

/** Lambda reports it after a batch, so there is no data while batches wait. */
export const LAG = 'IteratorAge';

/** Compares invocations of one function with those of the next in the pipeline for 15 minutes. */
export const isOnIdleness = ({
  metric_query: queries = [],
  threshold,
  evaluation_periods: periods,
}: AlarmBody): boolean =>
  queries.some(({ expression = '' }) => expression === 'IF(FILL(recorded, 0) > 0 AND FILL(linked, 0) == 0, 1, 0)') &&
  queries.every(({ metric }) => metric === undefined || (metric.stat === 'Sum' && metric.period === 300)) &&
  threshold === 0 &&
  periods === 3;

const deadLettered = (QueueName: string): Metric => ({
  namespace: 'AWS/SQS',
  metric_name: 'ApproximateNumberOfMessagesVisible',
  dimensions: { QueueName },
});

const messageAge = (QueueName: string): Metric => ({
  namespace: 'AWS/SQS',
  metric_name: 'ApproximateAgeOfOldestMessage',
  dimensions: { QueueName },
  thresholds: MESSAGE_AGE_SECONDS,
});

const ofFunction = (FunctionName: string, metric_name: string): Metric => ({
  namespace: 'AWS/Lambda',
  metric_name,
  dimensions: { FunctionName },
});

const handoverFailed = (TopicName: string): Metric => ({
  namespace: 'AWS/SNS',
  metric_name: 'NumberOfNotificationsFailed',
  dimensions: { TopicName },
});

const unanswered = (ApiId: string): Metric => ({
  namespace: 'AWS/ApiGateway',
  metric_name: '5xx',
  dimensions: { ApiId },
});

/** A custom metric has no dimensions: its name contains the function's. */
const isCounted = (plan: Plan, { namespace, metric_name }: AlarmBody): boolean =>
  plan
    .all(COUNT)
    .some(
      ({ body: { metric_transformation: metric } }) => metric.namespace === namespace && metric.name === metric_name,
    );

/** Whether an alarm goes off at the first line that one of these filters counts. */
export const isHeard = (plan: Plan, counts: readonly Resource<MetricFilterBody>[]): boolean =>
  counts.some(({ body: { metric_transformation: metric } }) => {
    const { namespace, name: metric_name } = metric;
    return unheard(plan, { namespace, metric_name }).length === 0;
  });

/** The metric's name, unless an alarm goes off when it exceeds this threshold once. */
export function unheard(plan: Plan, { thresholds: [lowest, highest] = [0, 0], ...metric }: Metric): string[] {
  const heard = plan
    .all(TYPE)
    .some(
      ({ body }) =>
        body.namespace === metric.namespace &&
        body.metric_name === metric.metric_name &&
        JSON.stringify(body.dimensions) === JSON.stringify(metric.dimensions) &&
        body.comparison_operator === 'GreaterThanThreshold' &&
        ['Maximum', 'Sum'].includes(body.statistic ?? '') &&
        body.threshold >= lowest &&
        body.threshold <= highest,
    );
  return heard ? [] : [`no alarm on ${metric.metric_name} above ${highest}`];
}

const feedsQueues = (plan: Plan, topicAddress: string): boolean =>
  queueSubscriptions(plan).some(({ body }) => plan.referred('aws_sns_topic', body.topic_arn)?.address === topicAddress);

const tellsAlarmsTopic = (plan: Plan, actions: readonly string[] = []): boolean =>
  actions.length === 1 &&
  actions.every((arn) => plan.referred('aws_sns_topic', arn)?.address === 'aws_sns_topic.topics_alarms');

function isOfPlan(plan: Plan, alarm: AlarmBody): boolean {
  const { dimensions } = alarm;
  if (dimensions === undefined) return isCounted(plan, alarm);
  const names: Record<string, string[]> = {
    QueueName: plan.all('aws_sqs_queue').map(({ body }) => body.name),
    FunctionName: plan.all('aws_lambda_function').map(({ body }) => body.function_name),
    ApiId: plan.all('aws_apigatewayv2_api').map(({ address }) => reference(`${address}.id`)),
    TopicName: plan.all('aws_sns_topic').map(({ body }) => body.name),
  };
  const entries = Object.entries(dimensions);
  return entries.length > 0 && entries.every(([kind, name]) => names[kind]?.includes(name));
}
