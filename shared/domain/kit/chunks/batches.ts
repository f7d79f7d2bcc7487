import { messageBytes, type Sized } from '../../notification/message-size';
import { MAX_MESSAGE_BYTES } from '../../notification/notification';

/** SNS PublishBatch and SQS SendMessageBatch accept 10 entries, with the total size limit of a single message. */
const MAX_BATCH_ENTRIES = 10;

/** Groups the messages into as few batches as possible, in order, within both limits. */
export function inBatches<Message extends Sized>(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = messageBytes(message);
    const last = batches.at(-1);
    if (last && last.length < MAX_BATCH_ENTRIES && bytes + size <= MAX_MESSAGE_BYTES) {
      last.push(message);
      bytes += size;
    } else {
      batches.push([message]);
      bytes = size;
    }
  }
  return batches;
}
