import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { isRecordId } from '../../../shared/domain/notification/record-id';
import type { ChannelQueue } from '../../../shared/ports/channel-queue';
import type { Clock, Sleep } from '../../../shared/ports/clock';
import type { DeliveryLedger } from '../../../shared/ports/ledger';
import type { Logger } from '../../../shared/ports/logger';
import { faultSummary } from '../../../shared/runtime/fault-summary';
import { invocationOf, type TimeLeft } from '../../../shared/runtime/invocation';
import { loggedCodes } from '../../../shared/runtime/logged-codes';
import { forDeadLetter } from '../../../shared/runtime/message/for-dead-letter';
import { queueMessage } from '../../../shared/runtime/message/received-message';
import { noteReason } from '../../../shared/runtime/note-reason';
import { partialBatchResponse } from '../../../shared/runtime/partial-batch-response';
import { type EventPorts, eventOf, publishEvent } from './publish-event';

export interface EventsDependencies extends EventPorts {
  readonly ledger: Pick<DeliveryLedger, 'note'>;
  readonly queue: Pick<ChannelQueue, 'deadLetter'>;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Logger;
}

/** Name of the function, under which `carillon status` lists a refused event. */
const FUNCTION = 'events';

/**
 * The Lambda handler: publishes notifications of the events of a batch. An event that cannot become one is noted in the
 * ledger under its own id, and dead-lettered with its reason. SQS redelivers the others that failed.
 */
export const createEventsHandler =
  (dependencies: EventsDependencies) =>
  async ({ Records }: SQSEvent, context?: TimeLeft): Promise<SQSBatchResponse> =>
    partialBatchResponse(Records, (record) => handleRecord(record, dependencies), invocationOf(context), dependencies);

async function handleRecord(record: SQSRecord, dependencies: EventsDependencies): Promise<void> {
  const event = eventOf(record.body);
  if (event === undefined) return refuse(record, record.messageId, [malformed], dependencies);
  const { published, faults } = await publishEvent(event, dependencies);
  for (const { source, id: notificationId } of published) {
    dependencies.log.info('event_published', { eventId: event.id, source, notificationId });
  }
  if (faults.length > 0) await refuse(record, event.id, faults, dependencies);
}

const malformed: Fault = {
  code: 'event.malformed',
  path: '',
  message:
    'the message is no event of EventBridge, expected a JSON object with id, source, detail-type, time and detail',
};

/** The note comes first: a message that is in the dead-letter queue always has its reason in the ledger. */
async function refuse(
  record: SQSRecord,
  eventId: string,
  faults: readonly Fault[],
  { ledger, queue, clock, log, tenant }: EventsDependencies,
): Promise<void> {
  const reason = faultSummary(faults);
  const notificationId = isRecordId(eventId) ? eventId : record.messageId;
  log.error('event_refused', { eventId: notificationId, messageId: record.messageId, reason: loggedCodes(faults) });
  const attempt = { n: 1, at: clock.now().toISOString(), outcome: 'rejected', durationMs: 0 } as const;
  const key = { tenant, notificationId, channel: FUNCTION, target: '' };
  await ledger.note(key, 'rejected', { ...attempt, reason: noteReason(reason) });
  await queue.deadLetter(forDeadLetter(queueMessage(record), reason));
}
