import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import type { DataKeys } from '../../../shared/ports/data-keys';
import { invocationOf } from '../../../shared/runtime/invocation';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { type ListDependencies, listBatch, listLater } from './list-batch';

/** The Lambda handler: lists changes from the stream, and those from the queue that could not be listed before. */
export const createListHandler =
  (ports: Omit<ListDependencies, 'digest'>, keys: Pick<DataKeys, 'byId'>) =>
  async (event: DynamoDBStreamEvent | SQSEvent, context: Context) => {
    const dependencies = { ...ports, digest: await addressDigestOf(keys) };
    return isOfQueue(event) ? listLater(event, dependencies, invocationOf(context)) : listBatch(event, dependencies);
  };

const isOfQueue = (event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent =>
  event.Records.some((record) => 'messageId' in record);
