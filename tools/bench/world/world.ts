import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { CERTIFICATE } from '../../../shared/http/testing/certificates';
import type { QueueMessage } from '../../../shared/ports/channel-queue';
import type { DataKeys } from '../../../shared/ports/data-keys';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import type { Counts } from '../doubles/commands';
import { SOURCE_QUEUE } from '../doubles/sqs-double';
import { type Double, startDouble } from '../doubles/start-double';
import type { Item } from '../doubles/table-store';
import { deployedVariables, type Variables } from '../function/deployed-variables';
import { endpointItems } from './endpoint-items';
import { FIVE, type Scheme, TENANTS } from './tenants';

export interface World {
  /** A temporary folder, removed at the end. */
  readonly folder: string;
  readonly receivers: Readonly<Record<Scheme, string>>;
  readonly keys: DataKeys;
  /** The function's environment as deployed, with the doubles in the place of AWS. */
  variablesOf(name: string): Variables;
  /** Sums over all doubles since the start: `accepted` is mails and posts. */
  counts(): Promise<Counts>;
  /** Messages that the functions have sent to their own queue since the last call. */
  takeSent(): Promise<QueueMessage[]>;
  /** Stores items in a table. */
  seed(table: 'ledger' | 'directory', items: readonly Item[]): Promise<void>;
}

const TABLES = { LEDGER_TABLE: 'ledger', DIRECTORY_TABLE: 'directory' };
const KEY_ARN = 'arn:aws:kms:us-east-1:123456789012:key/1';
const QUEUES = 'https://sqs.us-east-1.amazonaws.com/123456789012';
/** Items in one message to a double. */
const CHUNK = 2_000;

/**
 * Calls `use` with doubles of AWS and of receivers, and the endpoints of three tenants.
 *
 * @param latencyMs of each answer of AWS, such as `5-15` for a uniform distribution. @default none
 */
export const inWorld = <Result>(use: (world: World) => Promise<Result>, latencyMs = ''): Promise<Result> =>
  inTemporaryFolder('carillon-bench-', async (folder) => {
    const world = await startWorld(folder, latencyMs);
    try {
      return await use(world);
    } finally {
      world.stop();
    }
  });

/** The same for a folder that is there; ends its processes with `stop`. */
export async function startWorld(folder: string, latencyMs = ''): Promise<World & { stop(): void }> {
  const doubles = await Promise.all([
    startDouble('aws-double', { LATENCY_MS: latencyMs }),
    startDouble('receiver-double', { SIGNED: 'true' }),
    startDouble('receiver-double', { SIGNED: 'true', SCHEME: 'https' }),
  ]);
  const stop = () => {
    for (const double of doubles) double.stop();
  };
  try {
    return { ...(await worldOf(folder, doubles)), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function worldOf(folder: string, doubles: readonly [Double, Double, Double]): Promise<World> {
  const [aws, http, tls] = doubles;
  const certificateFile = join(folder, 'certificate.pem');
  writeFileSync(certificateFile, CERTIFICATE);
  const receivers = { http: `${http.origin}/hook`, tls: `${tls.origin}/hook` };
  const keys = dataKeys(aws.origin);
  for (const purpose of ['messages', 'addresses', 'unsubscribe'] as const) await keys.current(purpose);
  const deployed = deployedVariables();
  const world: World = {
    folder,
    receivers,
    keys,
    variablesOf: (name) => ({ ...deployed.get(name), ...overrides(aws, certificateFile) }),
    counts: async () => sumOf(await Promise.all(doubles.map((double) => double.ask<Counts>({ kind: 'counts' })))),
    takeSent: () => aws.ask({ kind: 'take' }),
    seed: async (table, items) => {
      for (let from = 0; from < items.length; from += CHUNK)
        await aws.ask({ kind: 'seed', table, items: items.slice(from, from + CHUNK) });
    },
  };
  const add = async (tenant: string, url: string, count = 1) =>
    world.seed('directory', await endpointItems({ tenant, url, count, wanting: count, keys }));
  await add(TENANTS.http, receivers.http);
  await add(TENANTS.tls, receivers.tls);
  await add(TENANTS.five, receivers.http, FIVE);
  return world;
}

const sumOf = (all: readonly Counts[]): Counts => {
  const of = (key: keyof Counts) => all.reduce((sum, counts) => sum + counts[key], 0);
  return {
    accepted: of('accepted'),
    calls: of('calls'),
    sent: of('sent'),
    writes: of('writes'),
    readUnits: of('readUnits'),
  };
};

function dataKeys(endpoint: string): DataKeys {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const dynamodb = new DynamoDBClient(config);
  return kmsDataKeys({ kms: new KMSClient(config), keyArn: KEY_ARN, dynamodb, tableName: TABLES.DIRECTORY_TABLE });
}

const overrides = ({ origin }: Double, certificateFile: string): Variables => ({
  ...TABLES,
  PATH: process.env.PATH ?? '',
  NODE_EXTRA_CA_CERTS: certificateFile,
  AWS_ENDPOINT_URL: origin,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  DATA_KEY_ARN: KEY_ARN,
  QUEUE_URL: `${QUEUES}/${SOURCE_QUEUE}`,
  QUEUE_URLS: JSON.stringify({ webhook: `${QUEUES}/webhook`, email: `${QUEUES}/email` }),
  DEAD_LETTER_QUEUE_URL: `${QUEUES}/dead-letter`,
  ALLOW_LOOPBACK: 'true',
  UNKNOWN_TYPES: 'allow',
  MAIL_INTERVAL_MS: '0.001',
});
