import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { CERTIFICATE } from '../../../shared/http/testing/certificates';
import { newEndpoint } from '../../../shared/operations/endpoints/new-endpoint';
import { deployedVariables, type Variables } from '../deployed-variables';
import { type Double, startDouble } from '../doubles/start-double';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Tenant by the scheme of its only endpoint. */
export const TENANTS = { http: 'bench-http', tls: 'bench-tls' } as const;

export interface World {
  readonly receivers: Readonly<Record<'http' | 'tls', string>>;
  /** The function's environment as deployed, with the doubles in the place of AWS. */
  variablesOf(name: string): Variables;
  /** Mails, posts and records that the doubles have accepted. */
  accepted(): Promise<number>;
  stop(): void;
}

const TABLES = { LEDGER_TABLE: 'ledger', DIRECTORY_TABLE: 'directory' };
const KEY_ARN = 'arn:aws:kms:us-east-1:123456789012:key/1';
const QUEUES = 'https://sqs.us-east-1.amazonaws.com/123456789012';

/** Doubles of AWS and of receivers, and the endpoints of two tenants. `latencyMs`: of each answer of AWS. */
export async function startWorld(directory: string, latencyMs = 0): Promise<World> {
  const certificateFile = join(directory, 'certificate.pem');
  writeFileSync(certificateFile, CERTIFICATE);
  const aws = await startDouble('aws-double', { LATENCY_MS: String(latencyMs) });
  const [http, tls] = await Promise.all([
    startDouble('receiver-double'),
    startDouble('receiver-double', { SCHEME: 'https' }),
  ]);
  const receivers = { http: `${http.origin}/hook`, tls: `${tls.origin}/hook` };
  await register(aws.origin, receivers);
  const deployed = deployedVariables();
  return {
    receivers,
    variablesOf: (name) => ({ ...deployed.get(name), ...overrides(aws, certificateFile) }),
    accepted: async () => {
      let sum = 0;
      for (const double of [aws, http, tls]) sum += await double.accepted();
      return sum;
    },
    stop: () => {
      for (const double of [aws, http, tls]) double.stop();
    },
  };
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
  QUEUE_URL: `${QUEUES}/source`,
  DEAD_LETTER_QUEUE_URL: `${QUEUES}/dead-letter`,
  ALLOW_LOOPBACK: 'true',
  UNKNOWN_TYPES: 'allow',
  MAIL_INTERVAL_MS: '0.001',
});

async function register(endpoint: string, receivers: World['receivers']): Promise<void> {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const dynamodb = new DynamoDBClient(config);
  const keys = kmsDataKeys({
    kms: new KMSClient(config),
    keyArn: KEY_ARN,
    dynamodb,
    tableName: TABLES.DIRECTORY_TABLE,
  });
  const sealing = { key: await keys.current('endpoints'), now: new Date() };
  for (const purpose of ['messages', 'addresses'] as const) await keys.current(purpose);
  const registry = dynamodbEndpoints(dynamodb, TABLES.DIRECTORY_TABLE);
  const add = (tenant: string, url: string) =>
    registry.save(newEndpoint({ tenant, url, types: ['*'], secret: SECRET, headers: [] }, sealing));
  await add(TENANTS.http, receivers.http);
  await add(TENANTS.tls, receivers.tls);
}
