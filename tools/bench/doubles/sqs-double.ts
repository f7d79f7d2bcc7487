import { createHash, randomUUID } from 'node:crypto';
import type { QueueMessage } from '../../../shared/ports/channel-queue';

type Input = Record<string, unknown>;

interface Entry extends Input {
  readonly MessageBody: string;
  readonly MessageAttributes?: QueueMessage['attributes'];
  readonly MessageGroupId?: string;
}

/** The functions' own queue, whose messages are handed back to them; those for other queues are only counted. */
export const SOURCE_QUEUE = 'source';

const md5 = (text: unknown): string => createHash('md5').update(String(text)).digest('hex');

/** SQS for benchmarks. */
export function sqsDouble() {
  let kept: QueueMessage[] = [];
  let sent = 0;
  const send = (queueUrl: unknown, { MessageBody, MessageAttributes = {}, MessageGroupId }: Entry) => {
    sent++;
    if (String(queueUrl).endsWith(`/${SOURCE_QUEUE}`))
      kept.push({
        body: MessageBody,
        attributes: MessageAttributes,
        ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
      });
    return { MessageId: randomUUID(), MD5OfMessageBody: md5(MessageBody) };
  };
  return {
    operations: {
      SendMessage: (input: Input) => send(input.QueueUrl, input as Entry),
      SendMessageBatch: ({ QueueUrl, Entries }: Input) => ({
        Failed: [],
        Successful: (Entries as Entry[]).map((entry) => ({ Id: entry.Id, ...send(QueueUrl, entry) })),
      }),
    },
    sent: () => sent,
    /** Messages of the source queue since the last call. */
    take: (): QueueMessage[] => {
      const taken = kept;
      kept = [];
      return taken;
    },
  };
}
