import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { cloudEventText } from '../../domain/notification/operational-event';
import type { OperationalEvents } from '../../ports/operational-events';

/** Publishes to the topic `events`. Subscribers can filter by the message attributes `type` and `tenant`. */
export const snsOperationalEvents = (client: SNSClient, topicArn: string): OperationalEvents => ({
  raise: async (event) => {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: cloudEventText(event, topicArn),
        MessageAttributes: { type: text(event.type), tenant: text(event.tenant) },
      }),
    );
  },
});
