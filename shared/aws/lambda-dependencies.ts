import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dataFaults } from '../catalogue/validate-data';
import type { ChannelManifest } from '../domain/manifest/channel';
import { systemClock } from '../ports/clock';
import type { TargetDependencies } from '../runtime/deliver-targets';
import { jsonLogger } from '../runtime/json-logger';
import { readEnvironment } from '../runtime/read-environment';
import { dynamodbAcceptedContents } from './dynamodb-accepted-contents';
import { dynamodbDeliveryLedger } from './dynamodb-delivery-ledger';
import { lambdaOperationalEvents } from './lambda-operational-events';
import type { LedgerTable } from './ledger-items';
import { sqsChannelQueue } from './sqs-channel-queue';

export interface LambdaDependencies {
  readonly channel: TargetDependencies;
  readonly dynamodb: DynamoDBClient;
  readonly ledgerTable: LedgerTable;
}

/** Of one client. A batch of fifty records settles its deliveries and keeps their attempts side by side. */
const MAX_SOCKETS = 128;

/**
 * The SDK sets no time-out by itself: one call that hangs would end the invocation, and bring back all of its records.
 * What times out is tried again by the SDK. The time to connect includes the wait for a free socket, of which the SDK has
 * 50 by default: beside a service that is slow, whoever came later would fail and make it busier.
 */
export const requestHandler = (requestTimeout: number) => ({
  httpAgent: { maxSockets: MAX_SOCKETS },
  httpsAgent: { maxSockets: MAX_SOCKETS },
  connectionTimeout: 1_000,
  requestTimeout,
  throwOnRequestTimeout: true,
});

/** What every channel's function has, wired from the environment that `stacks/constructs/channel-function.ts` sets. */
export function lambdaDependencies(manifest: ChannelManifest): LambdaDependencies {
  const environment = readEnvironment([
    'CHANNELS',
    'QUEUE_URL',
    'DEAD_LETTER_QUEUE_URL',
    'LEASE_SECONDS',
    'RETRY_DELAYS_SECONDS',
    'LEDGER_TABLE',
    'LEDGER_RETENTION_DAYS',
  ]);
  const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(3_000) });
  const ledgerTable = {
    tableName: environment.LEDGER_TABLE,
    retentionDays: Number(environment.LEDGER_RETENTION_DAYS),
  };
  const queueUrls = { queueUrl: environment.QUEUE_URL, deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL };
  const log = jsonLogger();
  const channel: TargetDependencies = {
    manifest,
    dataFaults,
    channels: environment.CHANNELS.split(','),
    ledger: dynamodbDeliveryLedger(dynamodb, ledgerTable, log),
    contents: dynamodbAcceptedContents(dynamodb, ledgerTable.tableName),
    events: lambdaOperationalEvents(),
    queue: sqsChannelQueue(
      new SQSClient({ useQueueUrlAsEndpoint: false, requestHandler: requestHandler(3_000) }),
      queueUrls,
    ),
    clock: systemClock,
    random: Math.random,
    log,
    leaseSeconds: Number(environment.LEASE_SECONDS),
    retryDelaysSeconds: environment.RETRY_DELAYS_SECONDS.split(',').map(Number),
  };
  return { channel, dynamodb, ledgerTable };
}
