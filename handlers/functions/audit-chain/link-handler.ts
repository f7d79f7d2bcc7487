import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { DELIVERY_PREFIX } from '../../../shared/aws/dynamodb/ledger-items';
import type { DataKeys } from '../../../shared/ports/data-keys';
import { invocationOf } from '../../../shared/runtime/invocation';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { type HandOnDependencies, handOn } from './hand-on';
import { type LinkDependencies, linkBatch } from './link-batch';
import { retryLinks } from './retry-links';

interface StreamDependencies extends Omit<LinkDependencies, 'digest'> {
  readonly events: Omit<HandOnDependencies, 'log'>;
}

/**
 * The Lambda handler: links records from the stream, hands deliveries on to the event bus, and retries records from the
 * queue.
 */
export const createLinkHandler =
  ({ events, ...ports }: StreamDependencies, keys: DataKeys) =>
  async (event: DynamoDBStreamEvent | SQSEvent, context: Context) => {
    // The audit channel creates the key. Without it no seal can be checked: throw, so that Lambda retries.
    const dependencies = { ...ports, digest: await addressDigestOf(keys) };
    if (isOfQueue(event)) return retryLinks(event, dependencies, invocationOf(context));
    const deliveries = event.Records.filter(isDelivery);
    const inserted = event.Records.filter((record) => !isDelivery(record));
    const [linked, unsent] = await Promise.all([
      linkBatch({ Records: inserted }, dependencies),
      handOn(deliveries, { ...events, log: ports.log }),
    ]);
    return withFailures(linked, unsent);
  };

const isDelivery = ({ dynamodb }: DynamoDBRecord): boolean =>
  dynamodb?.Keys?.sk?.S?.startsWith(DELIVERY_PREFIX) ?? false;

const withFailures = (
  { batchItemFailures }: DynamoDBBatchResponse,
  unsent: readonly string[],
): DynamoDBBatchResponse => ({
  batchItemFailures: [...batchItemFailures, ...unsent.map((itemIdentifier) => ({ itemIdentifier }))],
});

const isOfQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records.some((record) => 'messageId' in record);
