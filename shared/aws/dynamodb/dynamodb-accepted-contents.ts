import type { AcceptedContents } from '../../ports/ledger';
import type { ItemReader } from './item-reader';
import { deliveryItemKey, eventItemKey } from './ledger-items';

/**
 * Eventually consistent, at half the price: what is accepted has come through a queue, which takes longer than DynamoDB
 * takes to replicate it. The marks of an erasure are read in the same way, so that a message that is handled in the very
 * second of an erasure may still be delivered.
 */
export function dynamodbAcceptedContents(open: ItemReader, tableName: string): AcceptedContents {
  const read = open(tableName, { ProjectionExpression: 'pk, sk, tenant, digest, erased, begunBeforeErasure' });
  return {
    accepted: async (id) => {
      const item = await read(eventItemKey(id));
      if (item === undefined) return undefined;
      const { tenant, digest, erased } = item;
      return {
        tenant: String(tenant),
        ...(digest !== undefined && { digest: String(digest) }),
        ...(erased === true && { erased }),
      };
    },
    begunBeforeErasure: async (key) => (await read(deliveryItemKey(key)))?.begunBeforeErasure === true,
  };
}
