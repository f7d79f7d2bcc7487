import { type EventSource, eventSources, redriveOf } from './flow';
import { reference, set, setJson } from './mutations';
import type { Plan } from './plan';
import { faultsOf, type Property, within } from './property';
import type { QueueBody, SubscriptionBody } from './terraform-json';

/** Defaults of SQS and Lambda. */
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_MESSAGE_BYTES = 262_144;
const DEFAULT_TIMEOUT_SECONDS = 3;
const FOUR_DAYS_SECONDS = 345_600;

const MAX_TOPIC_MESSAGE_BYTES = 262_144;
/** SQS's maximum. */
const MAX_QUEUE_MESSAGE_BYTES = 1_048_576;
const MAX_VISIBILITY_SECONDS = 43_200;

export const queueProperties: readonly Property[] = [
  {
    name: 'every event source dead-letters into another queue of the plan',
    check: (plan) =>
      faultsOf(sourceQueues(plan), (queue) => {
        const target = redriveOf(queue).deadLetterTargetArn;
        if (target === undefined) return 'has no redrive policy';
        const found = plan.queueByArn(target);
        return (!found || found.body === queue) && `dead-letters into ${target}, which is no other queue of the plan`;
      }),
    brokenBy: {
      'a target that does not exist': setJson('aws_sqs_queue', 'email_queue', 'redrive_policy', {
        deadLetterTargetArn: 'arn:aws:sqs:eu-central-1:111122223333:carillon-prod-gone',
      }),
      'itself as target': setJson('aws_sqs_queue', 'email_queue', 'redrive_policy', {
        deadLetterTargetArn: 'arn:aws:sqs:eu-central-1:111122223333:carillon-prod-email',
      }),
    },
  },
  {
    name: 'a queue without a function has no redrive policy',
    check: (plan) => {
      const drained = sourceQueues(plan);
      return faultsOf(
        plan.all('aws_sqs_queue').filter(({ body }) => !drained.some((source) => source.body === body)),
        (queue) => queue.redrive_policy !== undefined && `dead-letters into ${redriveOf(queue).deadLetterTargetArn}`,
      );
    },
  },
  {
    name: 'a message is received five times or more before SQS dead-letters it',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (queue) => {
        const { maxReceiveCount = 0 } = redriveOf(queue);
        return queue.redrive_policy !== undefined && maxReceiveCount < 5 && `maxReceiveCount is ${maxReceiveCount}`;
      }),
    brokenBy: {
      'four times': setJson('aws_sqs_queue', 'email_queue', 'redrive_policy', { maxReceiveCount: 4 }),
    },
  },
  {
    name: 'a dead-letter queue is created before the resources that reference it',
    check: (plan) =>
      faultsOf<QueueBody | SubscriptionBody>(
        [...plan.all('aws_sqs_queue'), ...plan.all('aws_sns_topic_subscription')],
        (body) => {
          const target = plan.queueByArn(redriveOf(body).deadLetterTargetArn)?.address;
          return target !== undefined && !body.depends_on?.includes(target) && `does not depend on ${target}`;
        },
      ),
  },
  {
    name: 'a message is invisible for six function timeouts and the batching window, and at most twelve hours',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (queue, address) => {
        const seconds = queue.visibility_timeout_seconds ?? DEFAULT_VISIBILITY_SECONDS;
        const least = Math.max(0, ...readersOf(plan, address).map(leastVisibilitySeconds));
        return (seconds < least || seconds > MAX_VISIBILITY_SECONDS) && `${seconds} s, allowed ${least} to 43200`;
      }),
    brokenBy: {
      'more than twelve hours': set('aws_sqs_queue', 'email_queue', { visibility_timeout_seconds: 43_201 }),
    },
  },
  {
    name: 'every queue is encrypted, by SQS or by a key that SNS may use',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (queue) => {
        if (queue.kms_master_key_id === 'alias/aws/sqs') return 'SNS may not use alias/aws/sqs';
        return !queue.sqs_managed_sse_enabled && !queue.kms_master_key_id && 'is not encrypted';
      }),
    brokenBy: {
      'the key of AWS': set('aws_sqs_queue', 'email_queue', { kms_master_key_id: 'alias/aws/sqs' }),
    },
  },
  {
    name: 'every queue accepts the largest message that a topic can send',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sqs_queue'),
        ({ max_message_size: bytes = DEFAULT_MESSAGE_BYTES }) =>
          !within(MAX_TOPIC_MESSAGE_BYTES, MAX_QUEUE_MESSAGE_BYTES, bytes) &&
          `takes ${bytes} bytes, a topic sends ${MAX_TOPIC_MESSAGE_BYTES}`,
      ),
  },
  {
    name: 'every queue has long polling, which costs less than repeated receives',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sqs_queue'),
        ({ receive_wait_time_seconds: seconds = 0 }) => seconds !== 20 && `waits ${seconds} s`,
      ),
  },
  {
    name: 'a message outlasts a long weekend: four days or more',
    check: (plan) =>
      faultsOf(
        plan.all('aws_sqs_queue'),
        ({ message_retention_seconds: seconds = FOUR_DAYS_SECONDS }) =>
          seconds < FOUR_DAYS_SECONDS && `keeps messages for ${seconds} s`,
      ),
  },
  {
    name: 'every queue has one reader at most',
    check: (plan) =>
      faultsOf(plan.all('aws_sqs_queue'), (_, address) => {
        const readers = readersOf(plan, address).map((reader) => reader.function.address);
        return readers.length > 1 && `is drained by ${readers.join(' and ')}`;
      }),
    brokenBy: {
      'two readers': set('aws_lambda_event_source_mapping', 'webhook_event_source', {
        event_source_arn: reference('aws_sqs_queue.email_queue.arn'),
      }),
    },
  },
];

const sourceQueues = (plan: Plan) => eventSources(plan).map(({ address, queue: body }) => ({ address, body }));

const readersOf = (plan: Plan, queueAddress: string): EventSource[] =>
  eventSources(plan).filter(({ address }) => address === queueAddress);

/** @see AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS event source mapping" */
const leastVisibilitySeconds = ({ mapping, function: { body } }: EventSource): number =>
  6 * (body.timeout ?? DEFAULT_TIMEOUT_SECONDS) + (mapping.maximum_batching_window_in_seconds ?? 0);
