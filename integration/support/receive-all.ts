import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../../shared/ports/channel-queue';
import { sqs } from './harness';

/** Receives and deletes all visible messages of a queue. */
export async function receiveAll(QueueUrl: string): Promise<QueueMessage[]> {
  const received: QueueMessage[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    if (Messages.length === 0) return received;
    for (const message of Messages) {
      received.push(toQueueMessage(message));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    }
  }
}

function toQueueMessage({ Body = '', MessageAttributes = {}, Attributes }: Message): QueueMessage {
  const attributes = Object.entries(MessageAttributes).map(([name, { DataType = '', StringValue = '' }]) => [
    name,
    { DataType, StringValue },
  ]);
  const groupId = Attributes?.MessageGroupId;
  return { body: Body, attributes: Object.fromEntries(attributes), ...(groupId !== undefined && { groupId }) };
}
