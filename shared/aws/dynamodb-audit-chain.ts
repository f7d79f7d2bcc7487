import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type AddressDigest, addressDigest } from '../domain/audit-chain/address-digest';
import { recordDifferences } from '../domain/audit-chain/compare-record';
import { type Head, type Link, NO_LINK, nextLink } from '../domain/audit-chain/link';
import { recordDigest } from '../domain/audit-chain/record-digest';
import { waves } from '../domain/audit-chain/waves';
import { CodedError } from '../domain/coded-error';
import { contentDigest } from '../domain/notification/content-digest';
import type { Acceptance, AuditChain } from '../ports/audit-chain';
import type { DataKeys } from '../ports/data-keys';
import type { AcceptedEvent } from '../ports/ledger';
import { CHAINS_KEY, linkItemKey } from './audit-items';
import { readHead } from './dynamodb-audit-reader';
import { EVENT_KEY, eventItemKey, expiry, type LedgerTable, TTL_ATTRIBUTE } from './ledger-items';
import { PASSING } from './write-with-version';

export interface AuditChainOptions {
  readonly client: DynamoDBClient;
  readonly table: LedgerTable;
  readonly keys: DataKeys;
  /** At least 0, less than 1. Writers that met once should not meet again. */
  readonly random: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** What a writer knows of a chain. */
interface Memory {
  readonly head?: Head;
  /** How often it came too late, less how often it did not: the more, the longer it waits before it tries. */
  readonly contention: number;
}

type Memories = Map<string, Memory>;

/** Tenants that are remembered. */
const MAX_MEMORIES = 1_000;
const MAX_ROUNDS = 20;
const MAX_CONTENTION = 6;
const PAUSE_MILLISECONDS = 10;

/**
 * Records and link are one transaction, which only puts what is not there. Whoever finds that the chain has grown
 * meanwhile reads its head anew. One transaction and no read for a batch, as long as nobody else writes for the tenant.
 */
export function dynamodbAuditChain(options: AuditChainOptions): AuditChain {
  const memories: Memories = new Map();
  return {
    append: async (events) => {
      const digest = addressDigest((await options.keys.current('addresses')).key);
      const answers: Acceptance[] = [];
      for (const wave of waves(events)) answers.push(...(await appendWave(wave, memories, digest, options)));
      return answers;
    },
  };
}

async function appendWave(
  wave: readonly AcceptedEvent[],
  memories: Memories,
  digest: AddressDigest,
  options: AuditChainOptions,
): Promise<readonly Acceptance[]> {
  const answers = new Map<string, Acceptance>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = wave.filter(({ id }) => !answers.has(id));
    const reasons = open.length > 0 ? await tryToAppend(open, memories, digest, options) : [];
    if (reasons === undefined) for (const { id } of open) answers.set(id, { kind: 'accepted' });
    for (const [index, event] of open.entries()) answer(event, reasons?.[index], answers, digest);
    if (answers.size === wave.length) return wave.map(({ id }) => answers.get(id) as Acceptance);
  }
  throw contended(wave[0]?.tenant ?? '', wave.length);
}

/** Undefined when all is recorded; else why nothing was, first for each event and then for their link. */
async function tryToAppend(
  events: readonly AcceptedEvent[],
  memories: Memories,
  digest: AddressDigest,
  options: AuditChainOptions,
): Promise<readonly CancellationReason[] | undefined> {
  const { client, table } = options;
  const [{ tenant, acceptedAt: at }] = events as readonly [AcceptedEvent];
  const memory = memories.get(tenant) ?? { contention: 0 };
  await pause(memory, options);
  const head = memory.head ?? (await readHead(client, table.tableName, tenant)) ?? NO_LINK;
  const entries = events.map(({ id, text }) => ({ id, digest: recordDigest(JSON.parse(text), digest) }));
  const link = nextLink(head, { tenant, entries, at, keptUntil: expiry(at, table.retentionDays) });
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: itemsOf(events, link, table.tableName) }));
    const { seq, hash } = link;
    remember(tenant, { head: { seq, hash }, contention: Math.max(0, memory.contention - 1) }, memories);
    return undefined;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    remember(tenant, reasons.some(isContention) ? later(memory) : { ...memory, head }, memories);
    if (reasons.length === 0 || !reasons.every(({ Code = '' }) => MENDABLE.includes(Code))) throw error;
    return reasons;
  }
}

/** Of the link, or because of another transaction. An event that is there already shows what it is. */
const isContention = ({ Code, Item }: CancellationReason): boolean => Code !== 'None' && Item === undefined;

const later = ({ contention }: Memory): Memory => ({ contention: Math.min(MAX_CONTENTION, contention + 1) });

/**
 * Not only who came too late waits, but also who did so a moment ago and now is first: else one writer would keep all
 * the others out, who wait while it does not.
 */
async function pause({ contention }: Memory, { random, pause }: AuditChainOptions): Promise<void> {
  if (contention > 0) await pause(Math.ceil(random() * PAUSE_MILLISECONDS * 2 ** contention));
}

const NOT_ABSENT = 'ConditionalCheckFailed';
const MENDABLE = ['None', NOT_ABSENT, ...PASSING];

const itemsOf = (events: readonly AcceptedEvent[], link: Link, table: string): TransactWriteItem[] => [
  ...events.map((event) =>
    putOnce(table, {
      ...{ ...eventItemKey(event.id), ...event, acceptedAt: link.at, seq: link.seq },
      digest: contentDigest(JSON.parse(event.text)),
      [TTL_ATTRIBUTE]: link.keptUntil,
    }),
  ),
  putOnce(table, { ...linkItemKey(link.tenant, link.seq), ...link }),
  // Without a condition: whoever took the chain away must not keep it from beginning anew, which an audit finds.
  ...(link.seq === 1 ? [{ Put: { TableName: table, Item: marshall({ pk: CHAINS_KEY, sk: link.tenant }) } }] : []),
];

const putOnce = (TableName: string, item: Record<string, unknown>): TransactWriteItem => ({
  Put: {
    TableName,
    Item: marshall(item),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: item.sk === EVENT_KEY ? 'ALL_OLD' : 'NONE',
  },
});

/** What is recorded under the id decides; an item that expired in this moment decides nothing. */
function answer(
  event: AcceptedEvent,
  reason: CancellationReason | undefined,
  answers: Map<string, Acceptance>,
  digest: AddressDigest,
): void {
  if (reason?.Code !== NOT_ABSENT || !reason.Item) return;
  const differences = recordDifferences(unmarshall(reason.Item).text, event.text, digest);
  answers.set(event.id, differences.length === 0 ? { kind: 'known' } : { kind: 'conflict', differences });
}

/** Forgets the one that was not needed for the longest time. */
function remember(tenant: string, memory: Memory, memories: Memories): void {
  memories.delete(tenant);
  memories.set(tenant, memory);
  const [oldest] = memories.keys();
  if (memories.size > MAX_MEMORIES && oldest !== undefined) memories.delete(oldest);
}

const contended = (tenant: string, count: number): CodedError =>
  new CodedError(
    'audit.chain.contended',
    `the chain of tenant '${tenant}' grew ${MAX_ROUNDS} times before ${count} records could be added`,
    'nothing: the messages come back; if it lasts, lower maximumConcurrency of the audit channel',
  );
