import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbAcceptedContents } from '../aws/dynamodb/dynamodb-accepted-contents';
import { dynamodbDeliveryLedger } from '../aws/dynamodb/dynamodb-delivery-ledger';
import { type ItemReader, itemReader } from '../aws/dynamodb/item-reader';
import type { LedgerTable } from '../aws/dynamodb/ledger-items';
import type { BatchOptions } from '../aws/dynamodb/write-statements';
import { requestHandler } from '../aws/http/request-handler';
import { sqsChannelQueue } from '../aws/sqs/sqs-channel-queue';
import { catalogueFaults, type UnknownTypes } from '../catalogue/type-faults';
import type { ChannelManifest } from '../domain/manifest/channel';
import { systemClock, systemSleep } from '../ports/clock';
import type { DataKeys } from '../ports/data-keys';
import type { TargetDependencies } from '../runtime/channel-dependencies';
import { sealKeysOf } from '../runtime/message/message-seal';
import { sealedLedger, sealedQueue } from '../runtime/message/sealed-queue';
import { batchClient } from './batch-client';
import { jsonLogger } from './json-logger';
import { lambdaDataKeys } from './lambda-data-keys';
import { lambdaOperationalEvents } from './lambda-operational-events';
import { readEnvironment } from './read-environment';

export interface LambdaDependencies {
  readonly channel: TargetDependencies;
  readonly dynamodb: DynamoDBClient;
  /** Shared by all reads by key, so that they are coalesced. */
  readonly reader: ItemReader;
  readonly ledgerTable: LedgerTable;
  /** For writes of several records that share a call. */
  readonly batching: BatchOptions;
  readonly keys: DataKeys;
}

/**
 * Common dependencies of channel functions, wired from the environment that `stacks/constructs/channel-function.ts`
 * sets.
 */
export function lambdaDependencies(manifest: ChannelManifest): LambdaDependencies {
  const environment = readEnvironment([
    'CHANNELS',
    'UNKNOWN_TYPES',
    'QUEUE_URL',
    'DEAD_LETTER_QUEUE_URL',
    'LEASE_SECONDS',
    'RETRY_DELAYS_SECONDS',
    'LEDGER_TABLE',
    'LEDGER_RETENTION_DAYS',
    'RECORDS_SHARE_CALLS',
  ]);
  const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(3_000) });
  const reader = itemReader(dynamodb);
  const ledgerTable = {
    tableName: environment.LEDGER_TABLE,
    retentionDays: Number(environment.LEDGER_RETENTION_DAYS),
  };
  const queueUrls = { queueUrl: environment.QUEUE_URL, deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL };
  const log = jsonLogger();
  const sharesCalls = environment.RECORDS_SHARE_CALLS === 'true';
  const batching = { log, batches: batchClient(), sharesCalls };
  const keys = lambdaDataKeys(dynamodb);
  const sealing = { channel: manifest.name, keys: sealKeysOf(keys) };
  const channel: TargetDependencies = {
    manifest,
    catalogueFaults: catalogueFaults(environment.UNKNOWN_TYPES as UnknownTypes),
    channels: environment.CHANNELS.split(','),
    ledger: sealedLedger(dynamodbDeliveryLedger(dynamodb, ledgerTable, batching), sealing),
    contents: dynamodbAcceptedContents(reader, itemReader(dynamodb), ledgerTable.tableName),
    events: lambdaOperationalEvents(),
    queue: sealedQueue(
      sqsChannelQueue(
        new SQSClient({ useQueueUrlAsEndpoint: false, requestHandler: requestHandler(3_000) }),
        queueUrls,
      ),
      sealing,
    ),
    sealKeys: sealing.keys,
    sleep: systemSleep,
    clock: systemClock,
    random: Math.random,
    log,
    leaseSeconds: Number(environment.LEASE_SECONDS),
    retryDelaysSeconds: environment.RETRY_DELAYS_SECONDS.split(',').map(Number),
  };
  return { channel, dynamodb, reader, ledgerTable, batching, keys };
}
