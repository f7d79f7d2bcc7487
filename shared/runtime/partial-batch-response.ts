import type { SQSRecord } from 'aws-lambda';
import { describeError } from '../domain/kit/errors/describe-error';
import { RECORD_FAILED } from '../domain/manifest/channel';
import type { Sleep } from '../ports/clock';
import type { Logger } from '../ports/logger';

/** What a function needs at its end to answer. Lambda kills it when its time is up, and every record comes back. */
export const RETURN_MS = 1_000;

interface TimeDependencies {
  readonly log: Logger;
  readonly sleep: Sleep;
}

/** The ids of the records that failed, or that were still being handled when the time was up. */
export async function failuresInTime(
  records: readonly SQSRecord[],
  handle: (record: SQSRecord) => Promise<void>,
  { remainingMs }: { remainingMs(): number },
  { log, sleep }: TimeDependencies,
): Promise<string[]> {
  const unfinished = new Map(records.map((record) => [record.messageId, 'out of time']));
  const all = Promise.all(records.map((record) => handled(record, handle, unfinished)));
  await inTime(all, remainingMs() - RETURN_MS, sleep);
  for (const record of records) {
    const { messageId } = record;
    const error = unfinished.get(messageId);
    const receiveCount = Number(record.attributes.ApproximateReceiveCount);
    if (error !== undefined) log.error(RECORD_FAILED, { messageId, receiveCount, error });
  }
  return [...unfinished.keys()];
}

async function handled(
  record: SQSRecord,
  handle: (record: SQSRecord) => Promise<void>,
  unfinished: Map<string, string>,
): Promise<void> {
  try {
    await handle(record);
    unfinished.delete(record.messageId);
  } catch (error) {
    unfinished.set(record.messageId, describeError(error));
  }
}

async function inTime(work: Promise<unknown>, milliseconds: number, sleep: Sleep): Promise<void> {
  if (!Number.isFinite(milliseconds)) return void (await work);
  const timer = new AbortController();
  const timeUp = sleep(Math.max(0, milliseconds), timer.signal).catch(() => undefined);
  await Promise.race([work, timeUp]);
  timer.abort();
}
