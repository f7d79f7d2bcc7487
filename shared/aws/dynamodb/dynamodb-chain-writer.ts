import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ChainWriter } from '../../ports/audit-chain';
import { CHAINS_KEY, linkItemKey } from './audit-items';
import { readLatestLinks } from './dynamodb-audit-reader';

/** One read and one write for a link; one more write for the first link of a chain. */
export const dynamodbChainWriter = (client: DynamoDBClient, TableName: string): ChainWriter => ({
  latest: (tenant, count) => readLatestLinks(client, TableName, tenant, count),
  // Without a condition: after somebody removed the chain but not this item, a new chain must begin, which an audit
  // reports.
  enlist: async (tenant) => {
    await client.send(new PutItemCommand({ TableName, Item: marshall({ pk: CHAINS_KEY, sk: tenant }) }));
  },
  put: async (link) => {
    const Item = marshall({ ...linkItemKey(link.tenant, link.seq), ...link });
    try {
      await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
