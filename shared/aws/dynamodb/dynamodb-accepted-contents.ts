import type { AcceptedContents } from '../../ports/ledger';
import type { ItemReader } from './item-reader';
import { deliveryItemKey, eventItemKey } from './ledger-items';

/**
 * Records are read with eventual consistency, at half the price: a message takes longer through its queue than
 * DynamoDB's replication. So a message that is handled in the same second as an erasure may still be delivered. The mark
 * of a delivery, which is read only if its record was erased, is read strongly consistent: a missed mark would suppress
 * a delivery that must go on, and nothing reopens it.
 *
 * @param openMarks another reader, because a table has one set of options in a reader
 */
export function dynamodbAcceptedContents(open: ItemReader, openMarks: ItemReader, tableName: string): AcceptedContents {
  const read = open(tableName, { ProjectionExpression: 'pk, sk, tenant, digest, erased' });
  const readMark = openMarks(tableName, { ProjectionExpression: 'pk, sk, begunBeforeErasure', ConsistentRead: true });
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
    begunBeforeErasure: async (key) => (await readMark(deliveryItemKey(key)))?.begunBeforeErasure === true,
  };
}
