import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AcceptedContent, AcceptedContents } from '../ports/ledger';
import { eventItemKey } from './ledger-items';

/** One strongly consistent read. */
export const dynamodbAcceptedContents = (client: DynamoDBClient, TableName: string): AcceptedContents => ({
  accepted: async (id) => {
    const Key = marshall(eventItemKey(id));
    const ProjectionExpression = 'tenant, digest';
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key, ProjectionExpression, ConsistentRead: true }),
    );
    return Item && (unmarshall(Item) as AcceptedContent);
  },
});
