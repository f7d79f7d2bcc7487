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

/** Strongly consistent but for `scan`, and page by page, so that a chain may be longer than memory. */
export const dynamodbAuditReader = (client: DynamoDBClient, tableName: string): AuditReader => ({
  tenants: async function* () {
    const query = collection(tableName, CHAINS_KEY);
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

/** Of 1 MB: 4,000 read units and some seconds. */
const MAX_PAGES_WALKED = 16;

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
    if (++pages === MAX_PAGES_WALKED && LastEvaluatedKey !== undefined) return undefined;
  }
  return found;
}

/** Whoever may read what a tenant has need not be allowed to read the whole table. */
function undefinedWhereDenied(error: unknown): undefined {
  if ((error as Error).name !== 'AccessDeniedException') throw error;
}

/** Of twelve digits, and not the last of them: a link after it would need thirteen. */
const LAST_LINK_KEY = linkKey(999_999_999_998);

/** The newest first, as many as fit into 1 MB. */
export async function readLatestLinks(
  client: DynamoDBClient,
  tableName: string,
  tenant: string,
  count: number,
): Promise<readonly StoredLink[]> {
  const query = {
    ...collection(tableName, chainKey(tenant)),
    // What stands under another key is no link: an audit names it, and the chain goes on.
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: marshall({ ':pk': chainKey(tenant), ':first': linkKey(1), ':last': LAST_LINK_KEY }),
  };
  const { Items = [] } = await client.send(new QueryCommand({ ...query, ScanIndexForward: false, Limit: count }));
  return Items.map(toLink);
}

/** Everything under a key, or what comes after a sort key. */
const collection = (TableName: string, pk: string, after?: string): QueryCommandInput => ({
  TableName,
  ConsistentRead: true,
  KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
  ExpressionAttributeValues: marshall({ ':pk': pk, ':after': after }, { removeUndefinedValues: true }),
});

type Item = Record<string, AttributeValue>;
type ItemKey = ReturnType<typeof linkItemKey>;

/** A number beyond what JavaScript counts is no number of ours, and must not end an audit that is to name it. */
const read = (item: Item) => unmarshall(item, { wrapNumbers: Number });

function toLink(item: Item): StoredLink {
  const { pk, sk, ...link } = read(item);
  return { seq: Number(sk), link: link as Link };
}

/** Without what is for whoever delivers it: what an audit compares is in the chain. */
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
