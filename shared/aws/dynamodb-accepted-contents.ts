import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { contentDigest } from '../domain/notification/content-digest';
import type { AcceptedContents } from '../ports/ledger';
import { eventItemKey } from './ledger-items';

/** One strongly consistent read. */
export const dynamodbAcceptedContents = (client: DynamoDBClient, TableName: string): AcceptedContents => ({
  digest: async (tenant, id) => {
    const Key = marshall(eventItemKey(id));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    const event = Item && unmarshall(Item);
    return event?.tenant === tenant ? contentDigest(JSON.parse(event?.text)) : undefined;
  },
});
