import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { dynamodbAuditReader } from '../../shared/aws/dynamodb-audit-reader';
import { dynamodbOpenDeliveries, dynamodbScanProgress } from '../../shared/aws/dynamodb-open-deliveries';
import { dynamodbParkedDeliveries } from '../../shared/aws/dynamodb-parked-deliveries';
import { lambdaDataKeys } from '../../shared/aws/lambda-data-keys';
import { requestHandler } from '../../shared/aws/request-handler';
import { sqsSourceQueues } from '../../shared/aws/sqs-channel-queue';
import { systemClock } from '../../shared/ports/clock';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { sealKeysOf } from '../../shared/runtime/message-seal';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { sealedSources } from '../../shared/runtime/sealed-queue';
import { run } from './run';

const { LEDGER_TABLE, QUEUE_URLS } = readEnvironment(['LEDGER_TABLE', 'QUEUE_URLS']);
const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(5_000) });
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false, requestHandler: requestHandler(5_000) });
const keys = sealKeysOf(lambdaDataKeys(dynamodb));
const queues = sealedSources(sqsSourceQueues(sqs, QUEUE_URLS), keys);
const log = jsonLogger();
const dependencies = {
  queues,
  keys,
  clock: systemClock,
  log,
  parked: dynamodbParkedDeliveries(dynamodb, LEDGER_TABLE),
  deliveries: dynamodbOpenDeliveries(dynamodb, LEDGER_TABLE, log),
  progress: dynamodbScanProgress(dynamodb, LEDGER_TABLE),
  records: dynamodbAuditReader(dynamodb, LEDGER_TABLE),
};

export const handler = (_event: unknown, context: Context) =>
  run(dependencies, { remainingMs: () => context.getRemainingTimeInMillis() });
