import { PublishBatchCommand, type PublishBatchCommandOutput, type SNSClient } from '@aws-sdk/client-sns';
import { failedAnswer, type Topic, type TopicAnswer } from '../../ports/topic';
import { snsError } from './sns-error';
import { snsMessage, snsPublisher } from './sns-publisher';

/** Errors are thrown after the client's own retries: by default, after three tries. */
export function snsTopic(client: SNSClient, topicArn: string): Topic {
  return {
    ...snsPublisher(client, topicArn),
    publishBatch: async (messages) => {
      const PublishBatchRequestEntries = messages.map((message, index) => ({
        Id: String(index),
        ...snsMessage(message),
      }));
      try {
        const output = await client.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }));
        return answers(output);
      } catch (error) {
        return messages.map(() => failedAnswer(snsError(error, topicArn)));
      }
    },
  };
}

/** A sparse array: entries that SNS's response does not mention are missing. */
function answers({ Successful = [], Failed = [] }: PublishBatchCommandOutput): TopicAnswer[] {
  const all: TopicAnswer[] = [];
  for (const { Id, MessageId } of Successful) all[Number(Id)] = { status: 'published', messageId: MessageId ?? '' };
  for (const { Id, Code, Message, SenderFault } of Failed) {
    const message = `SNS refused this entry of the batch: ${Code} ${Message ?? ''}`.trim();
    all[Number(Id)] = { status: 'failed', code: 'producer.entry_refused', message, retryable: SenderFault !== true };
  }
  return all;
}
