import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { addressDigest } from '../../domain/audit-chain/address-digest';
import { acceptanceOf } from '../../domain/audit-chain/compare-record';
import { recordSeal } from '../../domain/audit-chain/record-seal';
import { contentDigest } from '../../domain/notification/content-digest';
import type { AuditRecord } from '../../ports/audit-chain';
import type { DataKeys } from '../../ports/data-keys';
import type { EventLedger } from '../../ports/ledger';
import { eventItemKey, expiry, type LedgerTable, TTL_ATTRIBUTE } from './ledger-items';

/**
 * One conditional write, which returns the present record if there is one. The table's stream delivers it to
 * `audit-chain`.
 */
export const dynamodbEventLedger = (client: DynamoDBClient, table: LedgerTable, keys: DataKeys): EventLedger => ({
  accept: async (event) => {
    const digest = addressDigest((await keys.current('addresses')).key);
    const sealed = { ...event, [TTL_ATTRIBUTE]: expiry(event.acceptedAt, table.retentionDays) };
    try {
      await client.send(putOnce({ ...sealed, seal: recordSeal(sealed, digest) }, table.tableName));
      return { kind: 'accepted' };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
      return acceptanceOf(unmarshall(error.Item).text, event.text, digest);
    }
  },
});

const putOnce = (record: AuditRecord, TableName: string): PutItemCommand =>
  new PutItemCommand({
    TableName,
    Item: marshall({ ...eventItemKey(record.id), ...record, digest: contentDigest(JSON.parse(record.text)) }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
