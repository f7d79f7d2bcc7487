import type { SQSRecord } from 'aws-lambda';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { aMessage, aRecord } from '../../../shared/testing/factories';
import type { FunctionProcess, Invocation } from '../function/function-process';
import { feedWithSent } from './feed';

/** A function that sends five messages for each record of its first invocation, and reports these records as failed. */
function fakeFunction(failures: readonly string[] = []) {
  const batches: number[] = [];
  let sent: QueueMessage[] = [];
  const invoke = async (records: readonly SQSRecord[]): Promise<Invocation> => {
    batches.push(records.length);
    if (batches.length === 1) sent = records.flatMap(() => Array.from({ length: 5 }, () => aMessage()));
    const result = { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
    return { result, wallMs: 1, latencyMs: 1, cpuMs: 1, peakMegabytes: 1 };
  };
  const takeSent = async () => sent.splice(0);
  return { running: { invoke } as unknown as FunctionProcess, takeSent, batches };
}

const records = (count: number) => Array.from({ length: count }, () => aRecord());

describe('the feed of a fan-out', () => {
  it('hands the messages that the function sent back to it, in full batches', async () => {
    const { running, takeSent, batches } = fakeFunction();
    const invocations = await feedWithSent(running, 10, { takeSent })(records(7));
    expect([batches, invocations.length]).toEqual([[7, 10, 10, 10, 5], 5]);
  });

  it('throws if a record failed: a delivery that fails is cheap', async () => {
    const { running, takeSent } = fakeFunction(['1', '2']);
    await expect(feedWithSent(running, 10, { takeSent })(records(3))).rejects.toThrow('2 of 3 records failed');
  });
});
