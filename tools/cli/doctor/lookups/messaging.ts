import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { allPages } from '../../all-pages';
import { arn } from './aws';
import { lookup } from './lookup';

export const queue = lookup({
  needs: ['name'],
  actions: ['sqs:GetQueueUrl'],
  derived: ({ name }, place) => ({ arn: arn(place, 'sqs', name) }),
  find: async ({ name }, { sqs }) => {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    return { id: QueueUrl };
  },
});

export const topic = lookup({
  needs: ['name'],
  actions: ['sns:GetTopicAttributes'],
  derived: ({ name }, place) => ({ arn: arn(place, 'sns', name) }),
  find: async ({ name }, { sns, place }) => {
    const id = arn(place, 'sns', name);
    await sns.send(new GetTopicAttributesCommand({ TopicArn: id }));
    return { id };
  },
});

export const subscription = lookup({
  needs: ['topic_arn', 'protocol', 'endpoint'],
  belongsTo: 'topic_arn',
  actions: ['sns:ListSubscriptionsByTopic'],
  find: async ({ topic_arn, protocol, endpoint }, { sns, once }) => {
    const all = await once(`subscriptions of ${topic_arn}`, () =>
      allPages(async (NextToken) => {
        const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic_arn, NextToken }));
        return { items: page.Subscriptions, next: page.NextToken };
      }),
    );
    const ids = all
      .filter(({ Protocol, Endpoint }) => Protocol === protocol && Endpoint === endpoint)
      .map(({ SubscriptionArn = '' }) => SubscriptionArn);
    const id = ids.find((one) => one.startsWith('arn:'));
    if (id !== undefined) return { id };
    return ids.includes(PENDING) ? { reason: UNCONFIRMED, isMadeAgain: true } : undefined;
  },
});

/** Stands in place of an ARN. SNS also lists an ended subscription for a while, as `Deleted`; apply makes another. */
const PENDING = 'PendingConfirmation';
const UNCONFIRMED =
  'it waits for its confirmation and has no ARN to import until then; the next apply subscribes again, and SNS mails another link';
