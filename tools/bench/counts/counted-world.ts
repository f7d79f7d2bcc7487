import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { newEndpoint } from '../../../shared/operations/endpoints/new-endpoint';
import { startLoopbackServer } from '../../local/loopback-server';
import { TENANT, TENANT_OF_FIVE } from '../calls/bench-messages';
import type { Variables } from '../function/deployed-variables';
import type { Item } from '../units/item-size';
import { FIVE, SECRET } from '../world/tenants';
import { startWorld } from '../world/world';
import { headBytes, type Latency, type RecordedCall, startRecordingProxy } from './recording-proxy';

export interface CountedWorld {
  /** The function's environment as deployed, with the proxy in the place of AWS. */
  variablesOf(name: string): Variables;
  /** Calls since the last query. */
  take(): RecordedCall[];
  /** Bytes of requests that endpoints have got since the last query. */
  takePosted(): number;
  /** Stores items in the ledger of the double, which does not follow the functions' own updates. */
  seed(items: readonly Item[]): Promise<void>;
  stop(): Promise<void>;
}

export interface Latencies {
  readonly aws: Latency;
  /** Milliseconds until an endpoint answers. */
  readonly endpointMs: number;
}

export const NO_LATENCY: Latencies = { aws: () => 0, endpointMs: 0 };

/** Doubles of AWS behind a proxy that records each call, and tenants with one endpoint and with five. */
export async function startCountedWorld(directory: string, latencies: Latencies): Promise<CountedWorld> {
  const world = await startWorld(directory);
  const { AWS_ENDPOINT_URL: endpoint = '' } = world.variablesOf('webhook');
  let calls: RecordedCall[] = [];
  const proxy = await startRecordingProxy(endpoint, (call) => calls.push(call), latencies.aws);
  const receiver = await startReceiver(latencies.endpointMs);
  const dynamodb = new DynamoDBClient({ endpoint, ...ACCESS });
  await register(dynamodb, new KMSClient({ endpoint, ...ACCESS }), world.variablesOf('webhook'), receiver.origin);
  return {
    variablesOf: (name) => ({ ...world.variablesOf(name), ...CACHED, AWS_ENDPOINT_URL: proxy.origin }),
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    takePosted: receiver.take,
    seed: (items) => world.seed('ledger', items),
    stop: async () => {
      world.stop();
      await Promise.all([proxy.close(), receiver.close()]);
    },
  };
}

/** A check of the endpoints' version every ten seconds would be in some runs only: it is no call of a delivery. */
const CACHED = { ENDPOINT_CACHE_SECONDS: '3600' };

const ACCESS = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** An endpoint of the tenants. */
async function startReceiver(latencyMs: number) {
  let posted = 0;
  const server = await startLoopbackServer((request, response) => {
    posted += headBytes(request);
    request.on('data', (chunk) => {
      posted += chunk.length;
    });
    request.on('end', () => setTimeout(() => response.writeHead(204).end(), latencyMs));
  });
  const take = () => {
    const taken = posted;
    posted = 0;
    return taken;
  };
  return { ...server, take };
}

async function register(dynamodb: DynamoDBClient, kms: KMSClient, variables: Variables, origin: string): Promise<void> {
  const { DIRECTORY_TABLE: tableName = '', DATA_KEY_ARN: keyArn = '' } = variables;
  const key = await kmsDataKeys({ kms, keyArn, dynamodb, tableName }).current('endpoints');
  const registry = dynamodbEndpoints(dynamodb, tableName);
  for (const tenant of [TENANT, ...Array<string>(FIVE).fill(TENANT_OF_FIVE)]) {
    const endpoint = { tenant, url: `${origin}/hook`, types: ['*'], secret: SECRET, headers: [] };
    await registry.save(newEndpoint(endpoint, { key, now: new Date() }));
  }
}
