import { catalogue } from '../../shared/catalogue';
import { type FilterPolicy, isObject } from '../../shared/domain/filter-policy/filter-policy';
import { matches } from '../../shared/domain/filter-policy/matches';
import type { Notification } from '../../shared/domain/notification/notification';
import { type MessageAttributes, messageAttributes } from '../../shared/domain/notification/routing';
import { aNotification } from '../../shared/testing/factories';
import { queueSubscriptions } from './flow';
import { reference, remove, set, unset } from './mutations';
import type { Plan } from './plan';
import type { Property } from './property';

interface Example {
  readonly name: string;
  readonly attributes: MessageAttributes;
  /** Channels whose queues it reaches, beside the audit, which sees everything. */
  readonly reaches: readonly string[];
}

const attributesOf = (notification: Partial<Notification>) => messageAttributes(aNotification(notification));
const forChannels = (channels: string): MessageAttributes => attributesOf({ channels });

/** Longer than a channel's name may be, so that no channel will ever have it. */
const NO_CHANNEL = 'a-channel-that-does-not-exist';

/** The channels of a notification decide, and nothing else does. */
const EXAMPLES: readonly Example[] = [
  { name: 'a notification for email', attributes: forChannels('email'), reaches: ['email'] },
  { name: 'one for webhook', attributes: forChannels('webhook'), reaches: ['webhook'] },
  { name: 'one for both', attributes: forChannels('email,webhook'), reaches: ['email', 'webhook'] },
  {
    name: 'one for both, the other way round',
    attributes: forChannels('webhook,email'),
    reaches: ['email', 'webhook'],
  },
  { name: 'one for the audit alone', attributes: forChannels('audit'), reaches: [] },
  { name: 'one for a channel that does not exist', attributes: forChannels(NO_CHANNEL), reaches: [] },
  { name: 'one for a channel that begins alike', attributes: forChannels('emails,webhooks'), reaches: [] },
  { name: 'one in another case', attributes: forChannels('EMAIL,Webhook'), reaches: [] },
  { name: 'a message without attributes', attributes: {}, reaches: [] },
  { name: 'a critical one', attributes: attributesOf({ channels: 'email', severity: 'critical' }), reaches: ['email'] },
  ...catalogue.map(({ type, channels }) => ({
    name: `an example of ${type}`,
    attributes: attributesOf({ type, channels: channels.join(',') }),
    reaches: channels,
  })),
];

export const routingProperties: readonly Property[] = [
  {
    name: 'every notification reaches the queues of its channels and the audit, and no other',
    check: (plan) =>
      EXAMPLES.flatMap(({ name, attributes, reaches }) => {
        const expected = [...new Set(['audit', ...reaches])].map((channel) => `aws_sqs_queue.${channel}_queue`).sort();
        const reached = reachedBy(plan, attributes);
        if (reached.join() === expected.join()) return [];
        return [
          `aws_sns_topic.topics_notifications: ${name} reaches ${reached.join(', ')}, expected ${expected.join(', ')}`,
        ];
      }),
    brokenBy: {
      'no filter': unset('aws_sns_topic_subscription', 'email_subscription', 'filter_policy'),
      "another channel's": set('aws_sns_topic_subscription', 'email_subscription', {
        filter_policy: '{"channels":["webhook"]}',
      }),
      'a filter where all is wanted': set('aws_sns_topic_subscription', 'audit_subscription', {
        filter_policy: '{"channels":[{"exists":true}]}',
      }),
      'a prefix': set('aws_sns_topic_subscription', 'email_subscription', {
        filter_policy: '{"channels":[{"prefix":"email"}]}',
      }),
      'one type only': set('aws_sns_topic_subscription', 'email_subscription', {
        filter_policy: '{"channels":["email"],"type":["order.shipped"]}',
      }),
      'the queue of another channel': set('aws_sns_topic_subscription', 'email_subscription', {
        endpoint: reference('aws_sqs_queue.webhook_queue.arn'),
      }),
      'another topic': set('aws_sns_topic_subscription', 'email_subscription', {
        topic_arn: reference('aws_sns_topic.topics_alarms.arn'),
      }),
      'no subscription': remove('aws_sns_topic_subscription', 'webhook_subscription'),
    },
  },
];

const reachedBy = (plan: Plan, attributes: MessageAttributes): string[] =>
  queueSubscriptions(plan)
    .filter(
      ({ body }) => plan.referred('aws_sns_topic', body.topic_arn)?.address === 'aws_sns_topic.topics_notifications',
    )
    .filter(({ body }) => matches(filterOf(body.filter_policy), attributes, 'MessageAttributes'))
    .map(({ body }) => plan.referred('aws_sqs_queue', body.endpoint)?.address ?? body.endpoint)
    .sort();

function filterOf(text = '{}'): FilterPolicy {
  const policy: unknown = JSON.parse(text);
  return isObject(policy) ? (policy as FilterPolicy) : {};
}
