import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readMailEvent } from '../../../shared/domain/mail/mail-event';
import { RECORD_FAILED } from '../../../shared/domain/manifest/channel';
import type { ChannelQueue } from '../../../shared/ports/channel-queue';
import type { Logger } from '../../../shared/ports/logger';
import { forDeadLetter } from '../../../shared/runtime/message/for-dead-letter';
import { queueMessage } from '../../../shared/runtime/message/received-message';
import { targetDigest } from '../../../shared/runtime/message/target-digest';
import { type FeedbackPorts, recordFeedback } from './record-feedback';

export interface FeedbackDependencies extends FeedbackPorts {
  readonly queue: Pick<ChannelQueue, 'deadLetter'>;
  readonly log: Logger;
}

/** The Lambda handler. Handles records concurrently; SQS redelivers those that throw (partial batch response). */
export const createFeedbackHandler =
  (dependencies: FeedbackDependencies) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(Records.map((record) => failure(record, dependencies)));
    return { batchItemFailures: failed.flatMap((id) => (id === undefined ? [] : [{ itemIdentifier: id }])) };
  };

async function failure(record: SQSRecord, dependencies: FeedbackDependencies): Promise<string | undefined> {
  try {
    await handleRecord(record, dependencies);
    return undefined;
  } catch (error) {
    const receiveCount = Number(record.attributes.ApproximateReceiveCount);
    dependencies.log.error(RECORD_FAILED, { messageId: record.messageId, receiveCount, error: String(error) });
    return record.messageId;
  }
}

async function handleRecord(record: SQSRecord, dependencies: FeedbackDependencies): Promise<void> {
  const { log, queue } = dependencies;
  const event = readMailEvent(record.body);
  switch (event.kind) {
    case 'ignored':
      return log.info('mail_event_ignored', { what: event.what });
    case 'malformed':
      log.error('mail_event_refused', { messageId: record.messageId, reason: event.message });
      return queue.deadLetter(forDeadLetter(queueMessage(record), `${event.code}: ${event.message}`));
    case 'feedback': {
      const recorded = await recordFeedback(event.feedback, dependencies);
      const { notificationId, tenant, address, state, summary } = event.feedback;
      log.info('feedback', { notificationId, tenant, target: targetDigest(address), state, summary, recorded });
    }
  }
}
