import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { settledWithin } from '../domain/kit/concurrency/settled-within';
import { describeError } from '../domain/kit/errors/describe-error';
import { RECORD_FAILED } from '../domain/manifest/channel';
import type { Sleep } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { type Invocation, RETURN_MS } from './invocation';

interface ResponseDependencies {
  readonly log: Logger;
  readonly sleep: Sleep;
}

/**
 * Handles the records concurrently, and responds before Lambda ends the function. The response has the ids of the
 * records that failed or were not finished in time.
 */
export async function partialBatchResponse(
  records: readonly SQSRecord[],
  handle: (record: SQSRecord) => Promise<void>,
  { remainingMs }: Invocation,
  { log, sleep }: ResponseDependencies,
): Promise<SQSBatchResponse> {
  const unfinished = new Map(records.map(({ messageId }) => [messageId, 'out of time']));
  const handleOne = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(record);
      unfinished.delete(record.messageId);
    } catch (error) {
      unfinished.set(record.messageId, describeError(error));
    }
  };
  await settledWithin(remainingMs() - RETURN_MS, Promise.all(records.map(handleOne)), sleep);
  for (const { messageId, attributes } of records) {
    const error = unfinished.get(messageId);
    const receiveCount = Number(attributes.ApproximateReceiveCount);
    if (error !== undefined) log.error(RECORD_FAILED, { messageId, receiveCount, error });
  }
  return { batchItemFailures: [...unfinished.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
}
