import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * The attributes of an item; undefined if it holds a number that JavaScript cannot represent, or only as a bigint. For
 * reads of many items, so that one unreadable item does not fail the others.
 */
export function attributesOf(item: Record<string, AttributeValue>): ReturnType<typeof unmarshall> | undefined {
  try {
    const attributes = unmarshall(item);
    return Object.values(attributes).some((value) => typeof value === 'bigint') ? undefined : attributes;
  } catch {
    return undefined;
  }
}
