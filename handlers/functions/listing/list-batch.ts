import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { changedItem } from '../../../shared/aws/dynamodb/changed-item';
import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import { listOf, type ToList, type WritePorts, writeRows } from '../../../shared/operations/listing/write-rows';
import type { Clock, Sleep } from '../../../shared/ports/clock';
import { partialBatchResponse } from '../../../shared/runtime/partial-batch-response';
import { type LaterQueue, readLater, sendLater } from './later';

export interface ListDependencies extends WritePorts {
  readonly digest: AddressDigest;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly later: LaterQueue;
}

/**
 * Lists a batch of changes. What cannot be written goes to a queue, so that the shard advances: a throttled tenant delays only
 * its own list. If the queue fails too, Lambda retries the whole batch; the rows are idempotent.
 */
export async function listBatch(
  { Records }: DynamoDBStreamEvent,
  dependencies: ListDependencies,
): Promise<DynamoDBBatchResponse> {
  const { log, clock } = dependencies;
  const changes = toList(Records, dependencies);
  const left = await writeRows(changes, { withoutRecord: false }, dependencies);
  const failed = await sendQuietly(left, dependencies);
  log.info('listed', {
    records: Records.length,
    notifications: changes.notifications.length,
    deliveries: changes.deliveries.length,
    later: left.notifications.length + left.rows.length + left.deliveries.length,
    lagMs: lagMs(Records, clock),
  });
  const [first] = Records;
  return { batchItemFailures: failed ? [{ itemIdentifier: first?.dynamodb?.SequenceNumber ?? '' }] : [] };
}

function toList(records: readonly DynamoDBRecord[], { digest, log }: ListDependencies): ToList {
  const items = records.flatMap((record) => changedItem(record, digest) ?? []);
  const unreadable = records.length - items.length;
  if (unreadable > 0) log.error('changes_not_listable', { records: unreadable });
  return listOf(items);
}

async function sendQuietly(left: ToList, { later, log }: ListDependencies): Promise<boolean> {
  try {
    await sendLater(left, later);
    return false;
  } catch (error) {
    log.error('rows_not_kept', { error: describeError(error) });
    return true;
  }
}

function lagMs(records: readonly DynamoDBRecord[], clock: Clock): number {
  const times = records.flatMap(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? []);
  return times.length > 0 ? clock.now().getTime() - Math.min(...times) * 1000 : 0;
}

/** Receives after which a delivery is listed without the record of its notification: some twelve minutes. */
const RECEIVES_FOR_RECORD = 3;

/** Lists what a message of the queue holds. SQS redelivers a message that fails, and dead-letters it at last. */
export const listLater = (
  { Records }: SQSEvent,
  dependencies: ListDependencies,
  invocation: { remainingMs(): number },
): Promise<SQSBatchResponse> =>
  partialBatchResponse(
    Records,
    async ({ body, attributes }) => {
      const withoutRecord = Number(attributes.ApproximateReceiveCount) >= RECEIVES_FOR_RECORD;
      const left = await writeRows(readLater(body), { withoutRecord }, dependencies);
      const count = left.notifications.length + left.rows.length + left.deliveries.length;
      if (count > 0) throw new Error(`${count} rows cannot be listed yet`);
    },
    invocation,
    dependencies,
  );
