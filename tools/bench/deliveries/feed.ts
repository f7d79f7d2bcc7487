import type { SQSRecord } from 'aws-lambda';
import { chunksOf } from '../../../shared/domain/kit/chunks/chunks-of';
import { aRecord } from '../../../shared/testing/factories';
import type { FunctionProcess, Invocation } from '../function/function-process';
import type { World } from '../world/world';

export type Feed = (records: readonly SQSRecord[]) => Promise<Invocation[]>;

/** @throws Error if the function reports a record as failed */
export const feed =
  (running: FunctionProcess): Feed =>
  async (records) => [await invoke(running, records)];

/**
 * Invokes with the records, then with what the function has sent to its own queue, in full batches as the event source
 * mapping forms them, until nothing is left.
 */
export const feedWithSent =
  (running: FunctionProcess, batchSize: number, world: Pick<World, 'takeSent'>): Feed =>
  async (records) => {
    const invocations = [await invoke(running, records)];
    for (let sent = await world.takeSent(); sent.length > 0; sent = await world.takeSent())
      for (const batch of chunksOf(
        sent.map((message) => aRecord(message)),
        batchSize,
      ))
        invocations.push(await invoke(running, batch));
    return invocations;
  };

async function invoke(running: FunctionProcess, records: readonly SQSRecord[]): Promise<Invocation> {
  const invocation = await running.invoke(records);
  const { batchItemFailures } = invocation.result;
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} of ${records.length} records failed`);
  return invocation;
}
