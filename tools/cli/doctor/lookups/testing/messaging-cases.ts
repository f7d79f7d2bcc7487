import { awsError } from '../../testing/test-aws';
import type { LookupCase } from './lookup-case';
import { regionalArn } from './prod-plan';

export const MESSAGING_CASES: readonly LookupCase[] = [
  {
    address: 'aws_sns_topic.topics_notifications',
    there: { GetTopicAttributesCommand: {} },
    id: regionalArn('sns', 'carillon-prod-notifications'),
    absent: { GetTopicAttributesCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sns_topic_subscription.email_subscription',
    there: {
      ListSubscriptionsByTopicCommand: {
        Subscriptions: ['audit', 'email'].map((channel) => ({
          Protocol: 'sqs',
          Endpoint: regionalArn('sqs', `carillon-prod-${channel}`),
          SubscriptionArn: regionalArn('sns', `carillon-prod-notifications:${channel}`),
        })),
      },
    },
    id: regionalArn('sns', 'carillon-prod-notifications:email'),
    absent: { ListSubscriptionsByTopicCommand: awsError('NotFoundException') },
  },
  {
    address: 'aws_sqs_queue.email_queue',
    there: {
      GetQueueUrlCommand: { QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email' },
    },
    id: 'https://sqs.eu-central-1.amazonaws.com/111122223333/carillon-prod-email',
    absent: { GetQueueUrlCommand: awsError('QueueDoesNotExist') },
  },
];
