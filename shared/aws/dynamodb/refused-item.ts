import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Delivery } from '../../domain/delivery/claim';

/** The present item if the condition refused the write, empty if there is none; undefined after a successful write. */
export async function refusedItem(write: Promise<unknown>): Promise<Delivery | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return (error.Item ? unmarshall(error.Item) : {}) as Delivery;
  }
}
