import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Link } from '../../domain/audit-chain/link';
import { isRecordId } from '../../domain/notification/record-id';
import type { AuditReader, AuditRecord, RecordTime, StoredLink } from '../../ports/audit-chain';
import { CHAINS_KEY, chainKey, linkItemKey, linkKey } from './audit-items';
import { batchGetAll } from './batch-get-all';
import { EVENT_KEY, eventItemKey } from './ledger-items';

/** Reads strongly consistent (except `scan`) and with pagination, so that a chain may be larger than memory. */
export const dynamodbAuditReader = (client: DynamoDBClient, tableName: string): AuditReader => ({
  tenants: async function* (after) {
    const query = collection(tableName, CHAINS_KEY, after);
    for await (const { Items = [] } of paginateQuery({ client }, query)) {
      for (const item of Items) yield String(unmarshall(item).sk);
    }
  },
  head: async (tenant) => {
    const [last] = await readLatestLinks(client, tableName, tenant, 1);
    return last && { seq: last.seq, hash: last.link.hash };
  },
  links: async function* (tenant, after) {
    const query = collection(tableName, chainKey(tenant), linkKey(after));
    for await (const { Items = [] } of paginateQuery({ client }, query)) yield* Items.map(toLink);
  },
  linksAt: async (tenant, seqs) => {
    const keys = [...new Set(seqs)].map((seq) => linkItemKey(tenant, seq));
    return (await readItems(client, tableName, keys)).map(toLink);
  },
  records: async (ids) => {
    const keys = [...new Set(ids)].filter(isRecordId).map(eventItemKey);
    return (await readItems(client, tableName, keys)).map(toRecord);
  },
  scan: async function* (tenant) {
    const scan = {
      TableName: tableName,
      ProjectionExpression: 'pk',
      FilterExpression: 'sk = :event AND tenant = :tenant',
      ExpressionAttributeValues: marshall({ ':event': EVENT_KEY, ':tenant': tenant }),
    };
    for await (const { Items = [] } of paginateScan({ client }, scan)) yield* Items.map(({ pk }) => pk?.S ?? '');
  },
  acceptedSince: (tenant, since) => acceptedSince(client, tableName, tenant, since).catch(undefinedWhereDenied),
});

/** Pages of 1 MB: 4,000 read units and some seconds. */
const MAX_PAGES_SCANNED = 16;

async function acceptedSince(client: DynamoDBClient, TableName: string, tenant: string, since: string) {
  const scan = {
    TableName,
    ConsistentRead: true,
    ProjectionExpression: 'pk, acceptedAt',
    FilterExpression: 'sk = :event AND tenant = :tenant AND acceptedAt >= :since',
    ExpressionAttributeValues: marshall({ ':event': EVENT_KEY, ':tenant': tenant, ':since': since }),
  };
  const found: RecordTime[] = [];
  let pages = 0;
  for await (const { Items = [], LastEvaluatedKey } of paginateScan({ client }, scan)) {
    found.push(...Items.map(({ pk, acceptedAt }) => ({ id: pk?.S ?? '', acceptedAt: acceptedAt?.S ?? '' })));
    if (++pages === MAX_PAGES_SCANNED && LastEvaluatedKey !== undefined) return undefined;
  }
  return found;
}

/** Undefined if IAM denies the scan: a role may be allowed to read a tenant's records but not the whole table. */
function undefinedWhereDenied(error: unknown): undefined {
  if ((error as Error).name !== 'AccessDeniedException') throw error;
}

/** The last number of twelve digits that still has a successor of twelve digits. */
const LAST_LINK_KEY = linkKey(999_999_999_998);

/** The latest links, newest first: at most `count`, and as many as fit into 1 MB. */
export async function readLatestLinks(
  client: DynamoDBClient,
  tableName: string,
  tenant: string,
  count: number,
): Promise<readonly StoredLink[]> {
  const query = {
    ...collection(tableName, chainKey(tenant)),
    // An item under any other key is not a link: an audit reports it, and the chain continues.
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: marshall({ ':pk': chainKey(tenant), ':first': linkKey(1), ':last': LAST_LINK_KEY }),
  };
  const { Items = [] } = await client.send(new QueryCommand({ ...query, ScanIndexForward: false, Limit: count }));
  return Items.map(toLink);
}

/** All items of a partition key, or those after a sort key. */
const collection = (TableName: string, pk: string, after?: string): QueryCommandInput => ({
  TableName,
  ConsistentRead: true,
  KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
  ExpressionAttributeValues: marshall({ ':pk': pk, ':after': after }, { removeUndefinedValues: true }),
});

type Item = Record<string, AttributeValue>;
type ItemKey = ReturnType<typeof linkItemKey>;

/**
 * With rounded numbers: a tampered item with a number beyond JavaScript's range must be reported, and not end the audit.
 */
const read = (item: Item) => unmarshall(item, { wrapNumbers: Number });

function toLink(item: Item): StoredLink {
  const { pk, sk, ...link } = read(item);
  return { seq: Number(sk), link: link as Link };
}

/** Only the attributes that an audit compares, without those for the channels. */
function toRecord(item: Item): AuditRecord {
  const { pk, tenant, type, text, acceptedAt, seal, expiresAt } = read(item);
  return { id: pk, tenant, type, text, acceptedAt, expiresAt, ...(seal !== undefined && { seal }) } as AuditRecord;
}

const readItems = (client: DynamoDBClient, tableName: string, all: readonly ItemKey[]): Promise<Item[]> =>
  batchGetAll(
    client,
    tableName,
    all.map((key) => marshall(key)),
  );
