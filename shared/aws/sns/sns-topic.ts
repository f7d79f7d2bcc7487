import {
  PublishBatchCommand,
  type PublishBatchCommandOutput,
  PublishCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { CodedError } from '../../domain/kit/errors/coded-error';
import type { Topic, TopicAnswer, TopicMessage } from '../../ports/topic';
import { snsError } from './sns-error';

/** Errors are thrown after the client's own retries: by default, after three tries. */
export function snsTopic(client: SNSClient, topicArn: string): Topic {
  return {
    publish: async (message) => {
      try {
        const { MessageId } = await client.send(new PublishCommand({ TopicArn: topicArn, ...request(message) }));
        return { messageId: MessageId ?? '' };
      } catch (error) {
        throw snsError(error, topicArn);
      }
    },
    publishBatch: async (messages) => {
      const PublishBatchRequestEntries = messages.map((message, index) => ({ Id: String(index), ...request(message) }));
      try {
        const output = await client.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }));
        return answers(output);
      } catch (error) {
        return messages.map(() => failed(snsError(error, topicArn)));
      }
    },
  };
}

const request = ({ body, attributes, groupId }: TopicMessage) => ({
  Message: body,
  MessageAttributes: { ...attributes },
  MessageGroupId: groupId,
});

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

const failed = ({ code, message, fix }: CodedError): TopicAnswer => ({
  status: 'failed',
  code,
  message: `${message}; ${fix}`,
  retryable: false,
});
