import type { Plan, Resource } from '../testing/plan';
import type { EventSourceMappingBody, FunctionBody, QueueBody, SubscriptionBody } from '../testing/terraform-json';

/** A queue and the function that drains it. */
export interface EventSource {
  readonly address: string;
  readonly mapping: EventSourceMappingBody;
  readonly queue: QueueBody;
  readonly function: Resource<FunctionBody>;
}

/** Every event source mapping whose both ends are in the plan; the property on references finds the others. */
export const eventSources = (plan: Plan): EventSource[] =>
  plan.all('aws_lambda_event_source_mapping').flatMap(({ body: mapping }) => {
    const queue = plan.referred('aws_sqs_queue', mapping.event_source_arn);
    const fn = plan.referred('aws_lambda_function', mapping.function_name);
    return queue && fn ? [{ address: queue.address, mapping, queue: queue.body, function: fn }] : [];
  });

export interface Redrive {
  deadLetterTargetArn?: string;
  maxReceiveCount?: number;
}

export const redriveOf = ({ redrive_policy }: { redrive_policy?: string }): Redrive =>
  JSON.parse(redrive_policy ?? '{}') as Redrive;

/** Queues that a queue or a subscription dead-letters into. */
export function deadLetterQueues(plan: Plan): Resource<QueueBody>[] {
  const owners = [...plan.all('aws_sqs_queue'), ...plan.all('aws_sns_topic_subscription')];
  const targets = new Set(owners.map(({ body }) => redriveOf(body).deadLetterTargetArn));
  return plan.all('aws_sqs_queue').filter(({ body }) => targets.has(plan.arn('sqs', body.name)));
}

/** Queues that dead-letter into this one. */
export const sourcesOf = (plan: Plan, target: QueueBody): string[] =>
  plan
    .all('aws_sqs_queue')
    .filter(({ body }) => redriveOf(body).deadLetterTargetArn === plan.arn('sqs', target.name))
    .map(({ body }) => plan.arn('sqs', body.name));

/** Subscriptions of queues: all but those that mail an alarm. */
export const queueSubscriptions = (plan: Plan): Resource<SubscriptionBody>[] =>
  plan.all('aws_sns_topic_subscription').filter(({ body }) => body.protocol === 'sqs');

/** Queues that SNS sends to: those that are subscribed, and the dead-letter queues of subscriptions. */
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
