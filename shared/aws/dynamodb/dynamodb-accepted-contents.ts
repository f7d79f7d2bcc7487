import type { AcceptedContents } from '../../ports/ledger';
import type { ItemReader } from './item-reader';
import { deliveryItemKey, eventItemKey } from './ledger-items';

/**
 * Records are read eventually consistent, at half the price: what is accepted has come through a queue, which takes longer
 * than DynamoDB takes to replicate it. So a message that is handled in the very second of an erasure may still be delivered.
 * The mark of a delivery, which is read only where its record was erased, is read strongly consistent: a mark that is
 * missed would suppress a delivery that goes on, and nothing reopens that.
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
