import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Topic, TopicMessage } from '../../ports/topic';
import { snsError } from './sns-error';

/** For a function that publishes one notification at a time. Throws after the client's own retries: by default, three tries. */
export const snsPublisher = (client: SNSClient, topicArn: string): Pick<Topic, 'publish'> => ({
  publish: async (message) => {
    try {
      const { MessageId } = await client.send(new PublishCommand({ TopicArn: topicArn, ...snsMessage(message) }));
      return { messageId: MessageId ?? '' };
    } catch (error) {
      throw snsError(error, topicArn);
    }
  },
});

export const snsMessage = ({ body, attributes, groupId }: TopicMessage) => ({
  Message: body,
  MessageAttributes: { ...attributes },
  MessageGroupId: groupId,
});
