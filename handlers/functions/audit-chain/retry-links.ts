import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AddressDigest } from '../../../shared/domain/audit-chain/address-digest';
import type { Logger } from '../../../shared/ports/logger';
import { partialBatchResponse } from '../../../shared/runtime/partial-batch-response';
import { appendRecords, type ChainPorts } from './append-records';
import { readRetryMessage } from './retry-message';

export interface RetryDependencies extends ChainPorts {
  readonly digest: AddressDigest;
  readonly log: Logger;
}

/** Links the records of queue messages. SQS redelivers a message that fails, and dead-letters it at last. */
export async function retryLinks(
  { Records }: SQSEvent,
  dependencies: RetryDependencies,
  invocation: { remainingMs(): number },
): Promise<SQSBatchResponse> {
  return partialBatchResponse(
    Records,
    async ({ body }) => {
      const { tenant, records } = readRetryMessage(body, dependencies.digest);
      await appendRecords(tenant, records, dependencies);
      dependencies.log.info('linked_later', { tenant, records: records.length });
    },
    invocation,
    dependencies,
  );
}
