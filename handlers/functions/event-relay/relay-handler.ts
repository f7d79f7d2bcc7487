import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { eventsOf } from '../../../shared/domain/notification/event-message';
import type { ChannelQueue } from '../../../shared/ports/channel-queue';
import type { Sleep } from '../../../shared/ports/clock';
import type { EventBus } from '../../../shared/ports/event-bus';
import type { Logger } from '../../../shared/ports/logger';
import { invocationOf, type TimeLeft } from '../../../shared/runtime/invocation';
import { forDeadLetter } from '../../../shared/runtime/message/for-dead-letter';
import { queueMessage } from '../../../shared/runtime/message/received-message';
import { partialBatchResponse } from '../../../shared/runtime/partial-batch-response';

export interface RelayDependencies {
  readonly bus: EventBus;
  readonly queue: Pick<ChannelQueue, 'deadLetter'>;
  readonly sleep: Sleep;
  readonly log: Logger;
}

/**
 * The Lambda handler. A message of which one event was not stored comes back as a whole: its events have ids to deduplicate
 * by. A message that holds no events is dead-lettered with the reason.
 */
export const createRelayHandler =
  (dependencies: RelayDependencies) =>
  async ({ Records }: SQSEvent, context?: TimeLeft): Promise<SQSBatchResponse> =>
    partialBatchResponse(Records, (record) => relay(record, dependencies), invocationOf(context), dependencies);

async function relay(record: SQSRecord, { bus, queue, log }: RelayDependencies): Promise<void> {
  const events = eventsOf(record.body);
  if (events === undefined) {
    log.error('events_refused', { messageId: record.messageId });
    return queue.deadLetter(forDeadLetter(queueMessage(record), MALFORMED));
  }
  await bus.put(events);
  log.info('events_relayed', { messageId: record.messageId, events: events.length });
}

const MALFORMED = 'event.malformed: the message holds no event of Carillon, expected one CloudEvent or a list of them';
