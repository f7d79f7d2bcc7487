import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * For items that are read many at once: undefined where one holds a number that JavaScript has not, so that it keeps no
 * other from being read.
 */
export function attributesOf(item: Record<string, AttributeValue>): ReturnType<typeof unmarshall> | undefined {
  try {
    return unmarshall(item);
  } catch {
    return undefined;
  }
}
