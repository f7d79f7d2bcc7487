import type { DynamoDBRecord } from 'aws-lambda';
import { ulid } from 'ulid';
import { linkBatch } from '../../../handlers/functions/audit-chain/link-batch';
import { type AddressDigest, addressDigest } from '../../../shared/domain/audit-chain/address-digest';
import { recordSeal } from '../../../shared/domain/audit-chain/record-seal';
import type { Notification } from '../../../shared/domain/notification/notification';
import { memoryAudit } from '../../../shared/memory/memory-audit';
import type { ChainWriter } from '../../../shared/ports/audit-chain';
import { acceptedEvent } from '../../../shared/ports/ledger';
import { aNotification } from '../../../shared/testing/factories';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { VirtualTime } from '../../../shared/testing/virtual-time';

export interface AuditLoad {
  readonly tenants: number;
  /** Accepted notifications per second. */
  readonly perSecond: number;
  readonly seconds: number;
}

export interface AuditLoadResult {
  readonly linkedPerSecond: number;
  /** Maximum lag of a record from its acceptance to its link. */
  readonly lagSeconds: number;
  /** Calls for links per notification, those for late records included. */
  readonly writes: number;
  readonly reads: number;
  /** The same in DynamoDB capacity units: 1 kB per write, 4 kB per strongly consistent read. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** CPU time of one core per thousand notifications. */
  readonly cpuSeconds: number;
}

/** Shards of a new on-demand table, which starts with 4,000 writes a second (Developer Guide, "On-demand capacity mode"). */
const SHARDS = 4;
const [BATCH, WINDOW_MS] = [1_000, 5_000];
/** Range of a call's latency, uniformly distributed. */
const LATENCY_MS = [12, 25] as const;

/**
 * Simulates the code of `audit-chain` in virtual time: one function per shard, which gets a batch when it is full or its
 * window is over, and one batch at a time. CPU time is measured on this machine and takes no virtual time.
 */
export async function simulateAuditLoad({ tenants, perSecond, seconds }: AuditLoad): Promise<AuditLoadResult> {
  const time = new VirtualTime();
  const counts = { writes: 0, reads: 0, writeUnits: 0, readUnits: 0 };
  const digest = addressDigest(new Uint8Array(32));
  const chain = delayed(memoryAudit(digest), time, counts);
  const ports = { chain, digest, clock: time, sleep: time.sleep, random: Math.random };
  const startedAt = time.now().getTime();
  const records = perSecond * seconds;
  const shards = shardsOf(records, (n) => {
    const at = startedAt + Math.floor((n * 1_000) / perSecond);
    return { at, record: streamed(aNotification({ tenant: `tenant-${n % tenants}`, id: ulid(at) }), at, digest) };
  });
  const cpu = process.cpuUsage();
  const handle = async (Records: DynamoDBRecord[]) =>
    void (await linkBatch({ Records }, { ...ports, log: recordingLogger(), retries: NOTHING_LATER }));
  const lags = await time.pass(Promise.all(shards.map((shard) => drain(shard, handle, time))));
  const { user, system } = process.cpuUsage(cpu);
  return {
    linkedPerSecond: records / ((time.now().getTime() - startedAt) / 1_000),
    lagSeconds: Math.max(...lags) / 1_000,
    writes: counts.writes / records,
    reads: counts.reads / records,
    writeUnits: counts.writeUnits / records,
    readUnits: counts.readUnits / records,
    cpuSeconds: (user + system) / 1_000 / records,
  };
}

/** No failures in this simulation. */
const NOTHING_LATER = { send: () => Promise.reject(new Error('a link failed')) };

interface Arrival {
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly record: DynamoDBRecord;
}

function shardsOf(count: number, arrival: (n: number) => Arrival): Arrival[][] {
  const shards: Arrival[][] = Array.from({ length: SHARDS }, () => []);
  for (let n = 0; n < count; n++) shards[n % SHARDS]?.push(arrival(n));
  return shards;
}

/** Resolves with the maximum lag in milliseconds. */
async function drain(
  shard: readonly Arrival[],
  handle: (records: DynamoDBRecord[]) => Promise<void>,
  time: VirtualTime,
): Promise<number> {
  let lag = 0;
  for (let from = 0; from < shard.length; ) {
    const opened = shard[from]?.at ?? 0;
    const full = shard[from + BATCH - 1]?.at ?? Number.POSITIVE_INFINITY;
    await sleepUntil(Math.min(full, opened + WINDOW_MS), time);
    const now = time.now().getTime();
    const batch = shard.slice(from, from + BATCH).filter(({ at }) => at <= now);
    await handle(batch.map(({ record }) => record));
    lag = Math.max(lag, time.now().getTime() - opened);
    from += batch.length;
  }
  return lag;
}

function streamed(notification: Notification, at: number, digest: AddressDigest): DynamoDBRecord {
  const event = acceptedEvent(notification, JSON.stringify(notification), new Date(at));
  const expiresAt = Math.floor(at / 1_000) + 30 * 86_400;
  const { id: pk, ...rest } = { ...event, seal: recordSeal({ ...event, expiresAt }, digest) };
  const texts = Object.entries({ pk, ...rest }).map(([name, S]) => [name, { S }]);
  const NewImage = { ...Object.fromEntries(texts), expiresAt: { N: String(expiresAt) } };
  return {
    eventName: 'INSERT',
    dynamodb: { NewImage, SequenceNumber: pk, ApproximateCreationDateTime: Math.floor(at / 1_000) },
  };
}

async function sleepUntil(moment: number, time: VirtualTime): Promise<void> {
  const wait = moment - time.now().getTime();
  if (wait > 0) await time.sleep(wait);
}

type Counts = Record<'writes' | 'reads' | 'writeUnits' | 'readUnits', number>;

/** Size in bytes; slightly more than DynamoDB's count, which excludes quotation marks. */
const bytesOf = (value: unknown): number => JSON.stringify(value).length;

function delayed(chain: ChainWriter, time: VirtualTime, counts: Counts): ChainWriter {
  const [least, most] = LATENCY_MS;
  const call = async <Result>(kind: 'writes' | 'reads', run: () => Promise<Result>): Promise<Result> => {
    counts[kind] += 1;
    await time.sleep(least + Math.random() * (most - least));
    return run();
  };
  return {
    latest: async (tenant, count) => {
      const links = await call('reads', () => chain.latest(tenant, count));
      counts.readUnits += Math.max(1, Math.ceil(bytesOf(links) / 4_096));
      return links;
    },
    enlist: (tenant) => call('writes', () => chain.enlist(tenant)),
    put: (link) => {
      counts.writeUnits += Math.ceil(bytesOf(link) / 1_024);
      return call('writes', () => chain.put(link));
    },
  };
}
