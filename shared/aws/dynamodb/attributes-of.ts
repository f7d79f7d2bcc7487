import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * For items that are read many at once: undefined where one holds a number that JavaScript has not, or only as a bigint, so
 * that it keeps no other from being read.
 */
export function attributesOf(item: Record<string, AttributeValue>): ReturnType<typeof unmarshall> | undefined {
  try {
    const attributes = unmarshall(item);
    return Object.values(attributes).some((value) => typeof value === 'bigint') ? undefined : attributes;
  } catch {
    return undefined;
  }
}
