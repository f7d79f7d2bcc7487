import type { AttributeValue as SdkValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Delivery } from '../../../shared/domain/delivery/claim';
import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import { cloudEvent } from '../../../shared/domain/notification/operational-event';
import type { SourceQueue } from '../../../shared/ports/channel-queue';
import type { Logger } from '../../../shared/ports/logger';
import { deliveryEvent } from '../../../shared/runtime/delivery-event';

export interface HandOnDependencies {
  /** Queue of `event-relay`. */
  readonly relay: SourceQueue;
  /** `source` of the events: the ARN of the topic `events`, which is unique to the stack. */
  readonly source: string;
  readonly log: Logger;
}

/** Ten calls of PutEvents; with less than 1 KB each, far below SQS's limit. */
const EVENTS_PER_MESSAGE = 100;

interface Handed {
  readonly sequenceNumber: string;
  readonly text: string;
}

/**
 * Hands the deliveries that have a final state on to the queue of `event-relay`, many in a message. The stream has no room
 * for a reader of its own (ADR 0033).
 *
 * @returns the sequence number of the first record that the queue did not take, if any: Lambda retries from there on
 */
export async function handOn(records: readonly DynamoDBRecord[], dependencies: HandOnDependencies): Promise<string[]> {
  const { relay, log } = dependencies;
  const chunks = chunksOf(
    records.flatMap((record) => handed(record, dependencies)),
    EVENTS_PER_MESSAGE,
  );
  const messages = chunks.map((chunk) => ({ body: `[${chunk.map(({ text }) => text).join()}]`, attributes: {} }));
  const errors = messages.length === 0 ? [] : await offer(messages);
  const at = errors.findIndex((error) => error !== undefined);
  if (at === -1) return [];
  log.error('events_not_handed_on', { events: chunks.flat().length, error: errors[at] });
  return chunks[at]?.slice(0, 1).map(({ sequenceNumber }) => sequenceNumber) ?? [];

  async function offer(all: typeof messages): Promise<readonly (string | undefined)[]> {
    try {
      return await relay.offer(all);
    } catch (error) {
      return all.map(() => describeError(error));
    }
  }
}

function handed({ dynamodb = {} }: DynamoDBRecord, { source, log }: HandOnDependencies): Handed[] {
  const { NewImage = {}, SequenceNumber: sequenceNumber = '' } = dynamodb;
  try {
    const delivery = unmarshall(NewImage as Record<string, SdkValue>) as Delivery;
    const event = deliveryEvent({ ...delivery, attempts: delivery.attempts ?? [] });
    return event === undefined ? [] : [{ sequenceNumber, text: JSON.stringify(cloudEvent(event, source)) }];
  } catch (error) {
    // Whoever may write into the table may write anything: it must not block the records after it.
    log.error('event_not_read', { sequenceNumber, error: describeError(error) });
    return [];
  }
}
