import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Head, Link } from '../domain/audit-chain/link';
import type { AuditReader, AuditRecord, StoredLink } from '../ports/audit-chain';
import { CHAINS_KEY, chainKey, linkKey } from './audit-items';
import { EVENT_KEY } from './ledger-items';

/** Strongly consistent but for `scan`, and page by page, so that a chain may be longer than memory. */
export const dynamodbAuditReader = (client: DynamoDBClient, tableName: string): AuditReader => ({
  tenants: async function* () {
    const query = collection(tableName, CHAINS_KEY);
    for await (const { Items = [] } of paginateQuery({ client }, query)) {
      for (const item of Items) yield String(unmarshall(item).sk);
    }
  },
  head: (tenant) => readHead(client, tableName, tenant),
  links: async function* (tenant, after) {
    const query = collection(tableName, chainKey(tenant), linkKey(after));
    for await (const { Items = [] } of paginateQuery({ client }, query)) yield* Items.map(toLink);
  },
  records: (ids) => readRecords(client, tableName, ids),
  scan: async function* (tenant) {
    const scan = {
      TableName: tableName,
      FilterExpression: 'sk = :event AND tenant = :tenant',
      ExpressionAttributeValues: marshall({ ':event': EVENT_KEY, ':tenant': tenant }),
    };
    for await (const { Items = [] } of paginateScan({ client }, scan)) yield* Items.map(toRecord);
  },
});

export async function readHead(client: DynamoDBClient, tableName: string, tenant: string): Promise<Head | undefined> {
  const query = { ...collection(tableName, chainKey(tenant)), ScanIndexForward: false, Limit: 1 };
  const { Items: [item] = [] } = await client.send(new QueryCommand(query));
  if (item === undefined) return undefined;
  const { seq, link } = toLink(item);
  return { seq, hash: link.hash };
}

/** Everything under a key, or what comes after a sort key. */
const collection = (TableName: string, pk: string, after?: string): QueryCommandInput => ({
  TableName,
  ConsistentRead: true,
  KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
  ExpressionAttributeValues: marshall({ ':pk': pk, ':after': after }, { removeUndefinedValues: true }),
});

type Item = Record<string, AttributeValue>;

function toLink(item: Item): StoredLink {
  const { pk, sk, ...link } = unmarshall(item);
  return { seq: Number(sk), link: link as Link };
}

function toRecord(item: Item): AuditRecord {
  const { pk, sk, expiresAt, ...record } = unmarshall(item);
  return { ...record, id: pk } as AuditRecord;
}

/** DynamoDB gives 16 MB of a batch at most, and says what it left out. */
async function readRecords(client: DynamoDBClient, tableName: string, ids: readonly string[]): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  let keys = ids.map((pk) => marshall({ pk, sk: EVENT_KEY }));
  while (keys.length > 0) {
    const batch = { [tableName]: { Keys: keys.slice(0, MAX_BATCH_KEYS), ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: batch }));
    records.push(...(Responses?.[tableName] ?? []).map(toRecord));
    keys = [...(UnprocessedKeys?.[tableName]?.Keys ?? []), ...keys.slice(MAX_BATCH_KEYS)];
  }
  return records;
}

const MAX_BATCH_KEYS = 100;
