import type { SQSRecord } from 'aws-lambda';
import { systemSleep } from '../ports/clock';
import { aRecord } from '../testing/factories';
import { recordingLogger } from '../testing/recording-logger';
import { RETURN_MS } from './invocation';
import { partialBatchResponse } from './partial-batch-response';

const records = ['quick', 'slow', 'broken'].map((messageId) => aRecord(undefined, { messageId }));
const never = new Promise<void>(() => {});

const handle = async ({ messageId }: SQSRecord): Promise<void> => {
  if (messageId === 'slow') return never;
  if (messageId === 'broken') throw new Error('no such table');
};

const unlogged = () => ({ log: recordingLogger(), sleep: systemSleep });

/** Ids of the records that return to SQS. */
const failuresOf = async (...given: Parameters<typeof partialBatchResponse>): Promise<string[]> =>
  (await partialBatchResponse(...given)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('partialBatchResponse', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('returns unfinished records when the time is up, and acknowledges the rest', async () => {
    const log = recordingLogger();
    const failed = failuresOf(records, handle, { remainingMs: () => 3_000 }, { log, sleep: systemSleep });
    await jest.advanceTimersByTimeAsync(3_000 - RETURN_MS);
    expect(await failed).toEqual(['slow', 'broken']);
    expect(log.lines.map(({ fields }) => fields)).toEqual([
      { messageId: 'slow', receiveCount: 1, error: 'out of time' },
      { messageId: 'broken', receiveCount: 1, error: 'Error: no such table' },
    ]);
  });

  it('responds without waiting once every record is handled', async () => {
    const done = failuresOf(records.slice(0, 1), handle, { remainingMs: () => 900_000 }, unlogged());
    await jest.advanceTimersByTimeAsync(0);
    expect(await done).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('returns every record at once if no time is left', async () => {
    const failed = failuresOf(records.slice(1, 2), handle, { remainingMs: () => 0 }, unlogged());
    await jest.advanceTimersByTimeAsync(1);
    expect(await failed).toEqual(['slow']);
  });
});
