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
import { type BatchOptions, insertStatement, statementWriter } from './write-statements';

/**
 * One conditional write, which returns the present record if there is one. The table's stream delivers it to `audit-chain`.
 *
 * @param batching the records of a batch share a call. @default each record is a call of its own
 */
export function dynamodbEventLedger(
  client: DynamoDBClient,
  table: LedgerTable,
  keys: DataKeys,
  batching?: BatchOptions,
): EventLedger {
  const execute = batching ? statementWriter(client, batching) : async () => false;
  return {
    accept: async (event) => {
      const digest = addressDigest((await keys.current('addresses')).key);
      const sealed = { ...event, [TTL_ATTRIBUTE]: expiry(event.acceptedAt, table.retentionDays) };
      const item = itemOf({ ...sealed, seal: recordSeal(sealed, digest) });
      if (await execute(insertStatement(table.tableName, item))) return { kind: 'accepted' };
      const present = await putOnce(item, table.tableName, client);
      return present === undefined ? { kind: 'accepted' } : acceptanceOf(String(present.text), event.text, digest);
    },
  };
}

const itemOf = (record: AuditRecord) => ({
  ...eventItemKey(record.id),
  ...record,
  digest: contentDigest(JSON.parse(record.text)),
});

/** The item that is present already; undefined if this one was written. */
async function putOnce(
  item: ReturnType<typeof itemOf>,
  TableName: string,
  client: DynamoDBClient,
): Promise<Record<string, unknown> | undefined> {
  const ConditionExpression = 'attribute_not_exists(pk)';
  const conditions = { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  try {
    await client.send(new PutItemCommand({ TableName, Item: marshall(item), ...conditions }));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return unmarshall(error.Item);
  }
}
