import type { SQSRecord } from 'aws-lambda';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { aRecord } from '../../../shared/testing/factories';
import type { FunctionProcess } from '../function/function-process';
import { readUnits } from '../units/read-units';
import type { ItemStore } from '../units/write-units';
import type { CountedWorld } from './counted-world';
import type { RecordedCall } from './recording-proxy';

/** Sums over invocations. */
export interface Effort {
  readonly invocations: number;
  readonly cpuMs: number;
  /** Wall time in the handler. */
  readonly wallMs: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly calls: readonly RecordedCall[];
}

const NOTHING: Effort = { invocations: 0, cpuMs: 0, wallMs: 0, writeUnits: 0, readUnits: 0, calls: [] };

/** Invokes the function with the records, then with the messages that it sends to its own queue, until none is left. */
export async function deliver(
  running: FunctionProcess,
  records: readonly SQSRecord[],
  { world, store }: { readonly world: CountedWorld; readonly store: ItemStore },
): Promise<Effort> {
  let done = NOTHING;
  for (let left = records; left.length > 0; ) {
    const { result, cpuMs, wallMs } = await running.invoke(left.slice(0, records.length));
    const failed = result.batchItemFailures.length;
    if (failed > 0) throw new Error(`${failed} of ${records.length} records failed`);
    const calls = world.take();
    done = sum([done, { invocations: 1, cpuMs, wallMs, calls, ...unitsOf(calls, store) }]);
    left = [...left.slice(records.length), ...calls.flatMap(sentRecords)];
  }
  return done;
}

export const sum = (efforts: readonly Effort[]): Effort =>
  efforts.reduce(
    (total, one) => ({
      invocations: total.invocations + one.invocations,
      cpuMs: total.cpuMs + one.cpuMs,
      wallMs: total.wallMs + one.wallMs,
      writeUnits: total.writeUnits + one.writeUnits,
      readUnits: total.readUnits + one.readUnits,
      calls: [...total.calls, ...one.calls],
    }),
    NOTHING,
  );

function unitsOf(calls: readonly RecordedCall[], store: ItemStore): Pick<Effort, 'writeUnits' | 'readUnits'> {
  const units = { writeUnits: 0, readUnits: 0 };
  for (const { name, request, response } of calls) {
    const [service, operation = ''] = name.split('.');
    if (service !== 'DynamoDB') continue;
    const input = JSON.parse(request);
    units.writeUnits += store.writeUnits(operation, input);
    units.readUnits += readUnits(operation, input, JSON.parse(response));
  }
  return units;
}

interface Entry {
  readonly MessageBody: string;
  readonly MessageAttributes?: QueueMessage['attributes'];
  readonly MessageGroupId?: string;
}

function sentRecords({ name, request }: RecordedCall): SQSRecord[] {
  const input = name.startsWith('SQS.') ? JSON.parse(request) : {};
  const entries: Entry[] = name === 'SQS.SendMessage' ? [input] : (input.Entries ?? []);
  return entries.map(({ MessageBody: body, MessageAttributes: attributes = {}, MessageGroupId: groupId }) =>
    aRecord({ body, attributes, ...(groupId !== undefined && { groupId }) }),
  );
}
