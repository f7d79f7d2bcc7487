import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AcceptedEvent, EventLedger } from '../ports/ledger';
import { EVENT_KEY, expiry, TTL_ATTRIBUTE, textDigest } from './ledger-items';

export interface LedgerTable {
  readonly tableName: string;
  /** Days until DynamoDB may delete an item (TTL). */
  readonly retentionDays: number;
}

/** Puts what is not there and nothing else: its role needs `dynamodb:PutItem` alone. */
export function dynamodbEventLedger(client: DynamoDBClient, table: LedgerTable): EventLedger {
  return {
    accept: async (event) => {
      try {
        await client.send(putOnce(event, table));
        return 'accepted';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
        const { tenant, digest } = unmarshall(error.Item);
        return tenant === event.tenant && digest === textDigest(event.text) ? 'known' : 'conflict';
      }
    },
  };
}

const putOnce = (event: AcceptedEvent, { tableName, retentionDays }: LedgerTable): PutItemCommand =>
  new PutItemCommand({
    TableName: tableName,
    Item: marshall({
      pk: event.id,
      sk: EVENT_KEY,
      ...event,
      digest: textDigest(event.text),
      [TTL_ATTRIBUTE]: expiry(event.acceptedAt, retentionDays),
    }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
