import { SNSClient } from '@aws-sdk/client-sns';
import { snsTopic } from '../aws/sns/sns-topic';
import { CodedError } from '../domain/kit/errors/coded-error';
import type { Topic } from '../ports/topic';

interface TopicOptions {
  /** The stack's output `topic_arn`. */
  readonly topicArn: string;
  /** @default one with the default credential chain, for the topic's region */
  readonly client?: SNSClient | undefined;
}

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:(?<region>[a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/;

/**
 * The SNS topic. Uses the topic's region, wherever the producer runs: SNS only answers in that region.
 *
 * @throws CodedError `producer.topic_arn`
 */
export function topicOf({ topicArn, client }: TopicOptions): Topic {
  const region = TOPIC_ARN.exec(topicArn)?.groups?.region;
  if (region !== undefined) return snsTopic(client ?? new SNSClient({ region }), topicArn);
  throw new CodedError(
    'producer.topic_arn',
    `topicArn is ${JSON.stringify(topicArn)}, expected one such as arn:aws:sns:eu-central-1:123456789012:carillon-prod-notifications`,
    "use the stack's output topic_arn",
  );
}
