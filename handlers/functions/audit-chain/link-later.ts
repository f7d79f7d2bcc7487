import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import type { Logger } from '../../../shared/ports/logger';
import { partialBatchResponse } from '../../../shared/runtime/partial-batch-response';
import { appendRecords, type ChainPorts } from './append-records';
import { readLater } from './later';

export interface LaterDependencies extends ChainPorts {
  readonly digest: AddressDigest;
  readonly log: Logger;
}

/** Links the records of queue messages. SQS redelivers a message that fails, and dead-letters it at last. */
export async function linkLater(
  { Records }: SQSEvent,
  dependencies: LaterDependencies,
  invocation: { remainingMs(): number },
): Promise<SQSBatchResponse> {
  return partialBatchResponse(
    Records,
    async ({ body }) => {
      const { tenant, records } = readLater(body, dependencies.digest);
      await appendRecords(tenant, records, dependencies);
      dependencies.log.info('linked_later', { tenant, records: records.length });
    },
    invocation,
    dependencies,
  );
}
