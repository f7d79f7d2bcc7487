import type { AcceptedContents } from '../ports/ledger';
import type { ItemReader } from './item-reader';
import { eventItemKey } from './ledger-items';

/**
 * Eventually consistent, at half the price: what is accepted has come through a queue, which takes longer than DynamoDB
 * takes to replicate it.
 */
export function dynamodbAcceptedContents(open: ItemReader, tableName: string): AcceptedContents {
  const read = open(tableName, { ProjectionExpression: 'pk, sk, tenant, digest' });
  return {
    accepted: async (id) => {
      const item = await read(eventItemKey(id));
      if (item === undefined) return undefined;
      const { tenant, digest } = item;
      return { tenant: String(tenant), ...(digest !== undefined && { digest: String(digest) }) };
    },
  };
}
