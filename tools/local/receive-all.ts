import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../../shared/ports/channel-queue';

/** Receives and deletes all visible messages of a queue. */
export async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<QueueMessage[]> {
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
    received.push(...Messages.map(toQueueMessage));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
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
