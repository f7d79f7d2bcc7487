import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import type { DataKeys } from '../../../shared/ports/data-keys';
import { invocationOf } from '../../../shared/runtime/invocation';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { type LinkDependencies, linkBatch } from './link-batch';
import { retryLinks } from './retry-links';

/** The Lambda handler: links records from the stream, and retries those from the queue. */
export const createLinkHandler =
  (ports: Omit<LinkDependencies, 'digest'>, keys: DataKeys) =>
  async (event: DynamoDBStreamEvent | SQSEvent, context: Context) => {
    // The audit channel creates the key. Without it no seal can be checked: throw, so that Lambda retries.
    const dependencies = { ...ports, digest: await addressDigestOf(keys) };
    return isOfQueue(event) ? retryLinks(event, dependencies, invocationOf(context)) : linkBatch(event, dependencies);
  };

const isOfQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records.some((record) => 'messageId' in record);
