import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ImportEnd } from '../../../shared/operations/import/work-on-import';
import type { ChannelQueue } from '../../../shared/ports/channel-queue';
import type { Sleep } from '../../../shared/ports/clock';
import type { Logger } from '../../../shared/ports/logger';
import { type Invocation, invocationOf } from '../../../shared/runtime/invocation';
import { forDeadLetter } from '../../../shared/runtime/message/for-dead-letter';
import { queueMessage } from '../../../shared/runtime/message/received-message';
import { partialBatchResponse } from '../../../shared/runtime/partial-batch-response';
import { continueMessage, readUploadMessage } from './upload-message';

export interface IngestDependencies {
  readonly queue: ChannelQueue;
  readonly log: Logger;
  readonly sleep: Sleep;
  /** `runImport`, with its ports. */
  readonly run: (key: string, invocation: Invocation) => Promise<ImportEnd>;
}

/** The Lambda handler. A message whose import fails comes back, and the import continues where it was. */
export const createIngestHandler =
  (dependencies: IngestDependencies) =>
  async ({ Records }: SQSEvent, context?: Context): Promise<SQSBatchResponse> => {
    const invocation = invocationOf(context);
    return partialBatchResponse(
      Records,
      (record) => handle(record, dependencies, invocation),
      invocation,
      dependencies,
    );
  };

async function handle(
  record: SQSRecord,
  { queue, log, run }: IngestDependencies,
  invocation: Invocation,
): Promise<void> {
  const message = readUploadMessage(record.body);
  if (message.kind === 'malformed') {
    log.error('upload_event_refused', { messageId: record.messageId, reason: message.reason });
    return queue.deadLetter(forDeadLetter(queueMessage(record), `${message.code}: ${message.reason}`));
  }
  const end = await run(message.key, invocation);
  if (end === 'more') await queue.send([{ body: continueMessage(message.key), attributes: {} }], 0);
}
