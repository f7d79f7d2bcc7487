import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbEndpointSource } from '../../../shared/aws/dynamodb/dynamodb-endpoint-source';
import { dynamodbLedgerReader } from '../../../shared/aws/dynamodb/dynamodb-ledger-reader';
import { dynamodbListing } from '../../../shared/aws/dynamodb/dynamodb-listing';
import { dynamodbReplayRuns } from '../../../shared/aws/dynamodb/dynamodb-replay-runs';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { sqsSourceQueues } from '../../../shared/aws/sqs/sqs-channel-queue';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock, systemSleep } from '../../../shared/ports/clock';
import { invocationOf } from '../../../shared/runtime/invocation';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { sealKeysOf } from '../../../shared/runtime/message/message-seal';
import { sealedSources } from '../../../shared/runtime/message/sealed-queue';
import { channels } from '../../index';
import { run } from './run';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const environment = readEnvironment(['LEDGER_TABLE', 'LISTING_TABLE', 'DIRECTORY_TABLE', 'QUEUE_URLS']);
  const client = { requestHandler: requestHandler(5_000) };
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const keys = lambdaDataKeys(dynamodb);
  const queues = sealedSources(sqsSourceQueues(sqs, environment.QUEUE_URLS), sealKeysOf(keys));
  const dependencies = {
    runs: dynamodbReplayRuns(dynamodb, environment.LISTING_TABLE),
    listing: dynamodbListing(dynamodb, environment.LISTING_TABLE),
    ledger: dynamodbLedgerReader(dynamodb, environment.LEDGER_TABLE),
    records: dynamodbAuditReader(dynamodb, environment.LEDGER_TABLE),
    endpoints: dynamodbEndpointSource(dynamodb, environment.DIRECTORY_TABLE),
    channels,
    openDigest: () => addressDigestOf(keys),
    openQueue: async (channel: string) => queues[channel] ?? notThere(channel),
    clock: systemClock,
    sleep: systemSleep,
    log: jsonLogger(),
  };
  return (_: unknown, context: Context) => run(dependencies, invocationOf(context));
}

function notThere(channel: string): never {
  throw new Error(`there is no queue of channel ${channel}`);
}
