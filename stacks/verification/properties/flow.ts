import type { Plan, Resource } from './plan';
import type {
  EventSourceMappingBody,
  EventTargetBody,
  FunctionBody,
  InvokeConfigBody,
  QueueBody,
  SubscriptionBody,
  TableBody,
} from './terraform-json';

const NOTIFICATIONS = 'aws_sns_topic.topics_notifications';

/** A queue and the function that drains it. */
export interface EventSource {
  readonly address: string;
  readonly mapping: EventSourceMappingBody;
  readonly queue: QueueBody;
  readonly function: Resource<FunctionBody>;
}

/** Every event source mapping with both ends in the plan; the property on references finds dangling ones. */
export const eventSources = (plan: Plan): EventSource[] =>
  plan.all('aws_lambda_event_source_mapping').flatMap(({ body: mapping }) => {
    const queue = plan.referred('aws_sqs_queue', mapping.event_source_arn);
    const fn = plan.referred('aws_lambda_function', mapping.function_name);
    return queue && fn ? [{ address: queue.address, mapping, queue: queue.body, function: fn }] : [];
  });

/** An event source mapping from a table's stream, and its function. */
export interface StreamSource {
  readonly mapping: Resource<EventSourceMappingBody>;
  readonly table: Resource<TableBody>;
  readonly function: Resource<FunctionBody>;
}

export const streamSources = (plan: Plan): StreamSource[] =>
  plan.all('aws_lambda_event_source_mapping').flatMap((mapping) => {
    const table = plan.referred('aws_dynamodb_table', mapping.body.event_source_arn);
    const fn = plan.referred('aws_lambda_function', mapping.body.function_name);
    return table && fn ? [{ mapping, table, function: fn }] : [];
  });

/** The function of a stream sends records that it cannot handle to the queue that it drains. */
export const readsStream = (plan: Plan, address: string): boolean =>
  streamSources(plan).some((source) => source.function.address === address);

/** Source queues of channels. */
export const channelSources = (plan: Plan): EventSource[] => {
  const subscribed = queueSubscriptions(plan)
    .filter(({ body }) => plan.referred('aws_sns_topic', body.topic_arn)?.address === NOTIFICATIONS)
    .map(({ body }) => plan.referred('aws_sqs_queue', body.endpoint)?.address);
  return eventSources(plan).filter(({ address }) => subscribed.includes(address));
};

export interface Redrive {
  deadLetterTargetArn?: string;
  maxReceiveCount?: number;
}

export const redriveOf = ({ redrive_policy }: { redrive_policy?: string }): Redrive =>
  JSON.parse(redrive_policy ?? '{}') as Redrive;

/** Queues that a queue, a subscription, a rule or a stream's mapping dead-letters into. */
export function deadLetterQueues(plan: Plan): Resource<QueueBody>[] {
  const owners = [...plan.all('aws_sqs_queue'), ...plan.all('aws_sns_topic_subscription')];
  const targets = new Set(owners.map(({ body }) => redriveOf(body).deadLetterTargetArn));
  const ofStreams = streamSources(plan).map((source) => failuresOf(plan, source)?.address);
  const ofRules = plan.all('aws_cloudwatch_event_target').map((target) => deadLettersOf(plan, target)?.address);
  return plan
    .all('aws_sqs_queue')
    .filter(
      ({ address, body }) => targets.has(plan.arn('sqs', body.name)) || [...ofRules, ...ofStreams].includes(address),
    );
}

/** On-failure destination of a stream's mapping, for records that expired or ran out of retries. */
export const failuresOf = (plan: Plan, { mapping }: StreamSource): Resource<QueueBody> | undefined =>
  plan.referred('aws_sqs_queue', mapping.body.destination_config?.on_failure.destination_arn ?? '');

/** Dead-letter queue of events that EventBridge could not deliver. */
export const deadLettersOf = (
  plan: Plan,
  { body: { dead_letter_config } }: Resource<EventTargetBody>,
): Resource<QueueBody> | undefined =>
  plan.referred('aws_sqs_queue', dead_letter_config?.arn ?? '') ?? plan.queueByArn(dead_letter_config?.arn);

/** On-failure destination of asynchronous invocations. */
export const failedRunsOf = (
  plan: Plan,
  { body: { destination_config } }: Resource<InvokeConfigBody>,
): Resource<QueueBody> | undefined => plan.referred('aws_sqs_queue', destination_config?.on_failure?.destination ?? '');

/** Queues that dead-letter into this one. */
export const sourcesOf = (plan: Plan, target: QueueBody): string[] =>
  plan
    .all('aws_sqs_queue')
    .filter(({ body }) => redriveOf(body).deadLetterTargetArn === plan.arn('sqs', target.name))
    .map(({ body }) => plan.arn('sqs', body.name));

/** Subscriptions of queues, without those that mail an alarm. */
export const queueSubscriptions = (plan: Plan): Resource<SubscriptionBody>[] =>
  plan.all('aws_sns_topic_subscription').filter(({ body }) => body.protocol === 'sqs');

/** Queues that SNS sends to: subscribed queues, and the dead-letter queues of subscriptions. */
export const fedByTopic = (plan: Plan): { queue: Resource<QueueBody>; topicArn: string }[] =>
  queueSubscriptions(plan).flatMap(({ body }) => {
    const topic = plan.referred('aws_sns_topic', body.topic_arn);
    const topicArn = plan.arn('sns', topic?.body.name ?? '');
    const queues = [
      plan.referred('aws_sqs_queue', body.endpoint),
      plan.queueByArn(redriveOf(body).deadLetterTargetArn),
    ];
    return queues.flatMap((queue) => (queue ? [{ queue, topicArn }] : []));
  });

/** Queues that AWS services send to, each with the service and the source ARN. */
export const fedQueues = (
  plan: Plan,
): { queue: Resource<QueueBody>; service: string; sourceArn: string | string[] }[] => [
  ...fedByTopic(plan).map(({ queue, topicArn }) => ({ queue, service: 'sns.amazonaws.com', sourceArn: topicArn })),
  ...fedByRules(plan).map(({ queue, arns }) => ({ queue, service: 'events.amazonaws.com', sourceArn: arns })),
];

/** Queues that rules send to, and those that they dead-letter into, each with the ARNs of its rules. */
function fedByRules(plan: Plan): { queue: Resource<QueueBody>; arns: string[] }[] {
  const fed = new Map<string, { queue: Resource<QueueBody>; arns: string[] }>();
  for (const target of plan.all('aws_cloudwatch_event_target')) {
    for (const queue of [plan.referred('aws_sqs_queue', target.body.arn), deadLettersOf(plan, target)]) {
      if (queue)
        fed.set(queue.address, { queue, arns: [...(fed.get(queue.address)?.arns ?? []), ruleArn(plan, target)] });
    }
  }
  return [...fed.values()];
}

function ruleArn(plan: Plan, { body }: Resource<EventTargetBody>): string {
  const rule = plan.referred('aws_cloudwatch_event_rule', body.rule)?.body;
  const bus = plan.referred('aws_cloudwatch_event_bus', rule?.event_bus_name ?? '')?.body.name;
  return plan.arn('events', `rule/${bus === undefined ? '' : `${bus}/`}${rule?.name}`);
}
