import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Delivery } from '../domain/claim';
import type { AcceptedEvent, LedgerReader } from '../ports/ledger';
import { EVENT_KEY } from './ledger-items';

/** For operators: reads everything under one id, strongly consistent. */
export function dynamodbLedgerReader(client: DynamoDBClient, tableName: string): LedgerReader {
  return {
    history: async (notificationId) => {
      const items: Record<string, unknown>[] = [];
      for await (const page of paginateQuery({ client }, query(tableName, notificationId))) {
        items.push(...(page.Items ?? []).map((item: Record<string, AttributeValue>) => unmarshall(item)));
      }
      const event = items.find(({ sk }) => sk === EVENT_KEY);
      const deliveries = items.filter(({ sk }) => sk !== EVENT_KEY).map(toDelivery);
      return { ...(event && { event: toEvent(event) }), deliveries };
    },
  };
}

const query = (tableName: string, notificationId: string) => ({
  TableName: tableName,
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :id',
  ExpressionAttributeValues: marshall({ ':id': notificationId }),
});

const toEvent = ({ pk, sk, seq, expiresAt, ...event }: Record<string, unknown>): AcceptedEvent =>
  event as unknown as AcceptedEvent;

const toDelivery = ({ pk, sk, expiresAt, parkShard, parked, ...delivery }: Record<string, unknown>): Delivery =>
  ({ attempts: [], ...delivery }) as unknown as Delivery;
