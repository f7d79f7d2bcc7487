import { catalogue } from '../../../shared/catalogue';
import { type FilterPolicy, isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { matches } from '../../../shared/domain/filter-policy/matches';
import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import type { Notification } from '../../../shared/domain/notification/notification';
import { type MessageAttributes, messageAttributes } from '../../../shared/domain/notification/routing';
import { routeLines } from '../../../shared/domain/routes/route-texts';
import { routesOf } from '../../../shared/domain/routes/routes';
import { aNotification } from '../../../shared/testing/factories';
import { queueSubscriptions } from './flow';
import { set } from './mutations';
import type { Plan } from './plan';
import type { Property } from './property';

const attributesOf = (notification: Partial<Notification>) => messageAttributes(aNotification(notification));

/** Longer than the limit for names, so that no channel can have it. */
const NO_CHANNEL = 'a-channel-that-does-not-exist';

/** Notifications for each channel, for all, for a name that contains a channel's, and of each type. */
function examplesFor(channels: readonly ChannelManifest[]): MessageAttributes[] {
  const names = channels.map(({ name }) => name);
  const lists = [...names, names.join(), names.toReversed().join(), NO_CHANNEL, names.map((name) => `${name}s`).join()];
  return [
    {},
    ...[...lists, names.join().toUpperCase()].map((list) => attributesOf({ channels: list })),
    ...names.map((name) => attributesOf({ channels: name, severity: 'critical' })),
    ...catalogue.map(({ type, channels: own }) => attributesOf({ type, channels: own.join() })),
  ];
}

export const routingProperties: readonly Property[] = [
  {
    name: 'every notification reaches the queues of the channels whose manifests want it, and no other',
    check: (plan) =>
      examplesFor(plan.manifests.channels).flatMap((attributes) => {
        const wanting = plan.manifests.channels.filter(({ filterPolicy }) =>
          matches(filterPolicy, attributes, 'MessageAttributes'),
        );
        const expected = wanting.map(({ name }) => `aws_sqs_queue.${name.replaceAll('-', '_')}_queue`).sort();
        const reached = reachedBy(plan, attributes);
        if (reached.join() === expected.join()) return [];
        const text = `${described(attributes)} reaches ${reached.join(', ') || 'nothing'}`;
        return [`aws_sns_topic.topics_notifications: ${text}, expected ${expected.join(', ') || 'nothing'}`];
      }),
    brokenBy: {
      "another channel's": set('aws_sns_topic_subscription', 'email_subscription', {
        filter_policy: '{"channels":["webhook"]}',
      }),
      'a prefix': set('aws_sns_topic_subscription', 'email_subscription', {
        filter_policy: '{"channels":[{"prefix":"email"}]}',
      }),
      'one type only': set('aws_sns_topic_subscription', 'email_subscription', {
        filter_policy: '{"channels":["email"],"type":["order.shipped"]}',
      }),
    },
  },
  {
    name: 'an output says which channels get each type of the catalogue',
    check: ({ json, manifests }) => {
      const [seen, expected] = [
        json.output.type_routes?.value,
        routeLines(routesOf(catalogue, manifests.channels)).join('\n'),
      ];
      return seen === expected ? [] : [`output.type_routes: is ${seen}, expected ${expected}`];
    },
    brokenBy: {
      'another value': ({ json }) =>
        void Object.assign(json.output.type_routes ?? {}, { value: 'order.shipped: email' }),
    },
  },
  {
    name: 'every type of the catalogue goes to channels that the stack has, where producers name none',
    check: ({ manifests }) =>
      catalogue.flatMap(({ type, channels }) =>
        channels
          .filter((channel) => !manifests.channels.some(({ name }) => name === channel))
          .map((channel) => `shared/catalogue ${type}: goes to ${channel}, which is no channel of the stack`),
      ),
    brokenBy: {
      'a channel that was taken out': ({ manifests }) =>
        void Object.assign(manifests, { channels: manifests.channels.filter(({ name }) => name !== 'email') }),
    },
  },
];

const described = (attributes: MessageAttributes): string =>
  ['channels', 'type', 'severity'].map((name) => `${name} ${attributes[name]?.StringValue ?? 'none'}`).join(', ');

export const reachedBy = (plan: Plan, attributes: MessageAttributes): string[] =>
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
