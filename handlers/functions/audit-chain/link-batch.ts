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
import { type LaterQueue, writeLater } from './later';

export interface LinkDependencies extends ChainPorts {
  readonly digest: AddressDigest;
  readonly log: Logger;
  readonly later: LaterQueue;
}

/** Chains that are written concurrently. */
const MAX_CHAINS = 100;

interface Inserted extends InsertedRecord {
  /** Of its place in the stream. */
  readonly sequenceNumber: string;
}

/**
 * One link for each tenant of the batch. What cannot be linked goes to a queue, so that one tenant does not keep the others
 * back: a stream goes on only when a batch is done. Where the queue fails too, Lambda brings the batch back from the
 * tenant's first record on: what comes after it and is linked already is not linked again.
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
  const { run } = semaphore(MAX_CHAINS);
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

/** What is none is told by `audit verify` too, once it is older than what waits for its link. */
function read(record: DynamoDBRecord, { digest, log }: LinkDependencies): Inserted[] {
  const inserted = insertedRecord(record, digest);
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  if (inserted !== undefined) return [{ ...inserted, sequenceNumber }];
  log.error(NOT_LINKABLE, { sequenceNumber });
  return [];
}

/** The first record of the tenant, where it is not certain that all are linked, or will be. */
async function link(records: readonly Inserted[], dependencies: LinkDependencies): Promise<string[]> {
  const [first] = records as readonly [Inserted];
  const { tenant } = first;
  try {
    await appendRecords(tenant, distinct(records), dependencies);
    return [];
  } catch (error) {
    dependencies.log.error('audit_not_linked', { tenant, records: records.length, error: describeError(error) });
    return (await keepForLater(records, dependencies)) ? [] : [first.sequenceNumber];
  }
}

async function keepForLater(records: readonly Inserted[], { digest, later, log }: LinkDependencies): Promise<boolean> {
  const [{ tenant }] = records as readonly [Inserted];
  try {
    await later.send(writeLater({ tenant, records: distinct(records) }, digest));
    return true;
  } catch (error) {
    log.error('audit_not_kept', { tenant, records: records.length, error: describeError(error) });
    return false;
  }
}

/** A record that was removed and put again is there twice: the chain says what was there last, and an audit compares. */
const distinct = (records: readonly Inserted[]): InsertedRecord[] => [
  ...new Map(records.map(({ sequenceNumber, ...record }) => [record.id, record])).values(),
];
