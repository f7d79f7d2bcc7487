import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { NOT_LINKABLE } from '../../../shared/domain/audit-chain/not-linkable';
import { groupBy } from '../../../shared/domain/kit/chunks/group-by';
import { semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { describeError } from '../../../shared/domain/kit/errors/describe-error';
import type { InsertedRecord } from '../../../shared/ports/audit-chain';
import type { Logger } from '../../../shared/ports/logger';
import { appendRecords, type ChainPorts } from './append-records';
import { insertedRecord } from './inserted-record';
import { type RetryQueue, writeRetryMessage } from './retry-message';

export interface LinkDependencies extends ChainPorts {
  readonly digest: AddressDigest;
  readonly log: Logger;
  readonly retries: RetryQueue;
}

const MAX_CONCURRENT_CHAINS = 100;

interface Inserted extends InsertedRecord {
  /** Position in the stream, which identifies a failed record to Lambda. */
  readonly sequenceNumber: string;
}

/**
 * Appends one link for each tenant of the batch. Records that cannot be linked go to a queue, so that one tenant does not
 * block the others: a shard only advances when its batch is done. If the queue fails too, Lambda retries the batch from the
 * tenant's first record on; later records that are linked already are not linked again.
 *
 * @see AWS Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda"
 */
export async function linkBatch(
  { Records }: DynamoDBStreamEvent,
  dependencies: LinkDependencies,
): Promise<DynamoDBBatchResponse> {
  const { log, clock } = dependencies;
  const inserted = Records.flatMap((record) => read(record, dependencies));
  const byTenant = groupBy(inserted, ({ tenant }) => tenant);
  const { run } = semaphore(MAX_CONCURRENT_CHAINS);
  const links = [...byTenant.values()].map((own) => run(() => link(own, dependencies)));
  const failed = (await Promise.all(links)).flat();
  const times = inserted.map(({ insertedAt }) => Date.parse(insertedAt));
  log.info('linked', {
    records: inserted.length,
    tenants: byTenant.size,
    failed: failed.length,
    lagMs: times.length > 0 ? clock.now().getTime() - Math.min(...times) : 0,
  });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Logs and skips a record without a valid seal. `audit verify` finds it too, once it is too old to be pending. */
function read(record: DynamoDBRecord, { digest, log }: LinkDependencies): Inserted[] {
  const inserted = insertedRecord(record, digest);
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  if (inserted !== undefined) return [{ ...inserted, sequenceNumber }];
  log.error(NOT_LINKABLE, { sequenceNumber });
  return [];
}

/** The tenant's first record, as the failed item, if its records are neither linked nor in the queue; else nothing. */
async function link(records: readonly Inserted[], dependencies: LinkDependencies): Promise<string[]> {
  const [first] = records as readonly [Inserted];
  const { tenant } = first;
  try {
    await appendRecords(tenant, distinct(records), dependencies);
    return [];
  } catch (error) {
    dependencies.log.error('audit_not_linked', { tenant, records: records.length, error: describeError(error) });
    return (await queueForRetry(records, dependencies)) ? [] : [first.sequenceNumber];
  }
}

async function queueForRetry(
  records: readonly Inserted[],
  { digest, retries, log }: LinkDependencies,
): Promise<boolean> {
  const [{ tenant }] = records as readonly [Inserted];
  try {
    await retries.send(writeRetryMessage({ tenant, records: distinct(records) }, digest));
    return true;
  } catch (error) {
    log.error('audit_not_kept', { tenant, records: records.length, error: describeError(error) });
    return false;
  }
}

/** The last record of each id: one that was removed and put again is in the batch twice. */
const distinct = (records: readonly Inserted[]): InsertedRecord[] => [
  ...new Map(records.map(({ sequenceNumber, ...record }) => [record.id, record])).values(),
];
