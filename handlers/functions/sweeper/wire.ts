import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbOpenDeliveries, dynamodbScanProgress } from '../../../shared/aws/dynamodb/dynamodb-open-deliveries';
import { dynamodbParkedDeliveries } from '../../../shared/aws/dynamodb/dynamodb-parked-deliveries';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { sqsSourceQueues } from '../../../shared/aws/sqs/sqs-channel-queue';
import { batchClient } from '../../../shared/lambda/batch-client';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock } from '../../../shared/ports/clock';
import { invocationOf } from '../../../shared/runtime/invocation';
import { sealKeysOf } from '../../../shared/runtime/message/message-seal';
import { sealedSources } from '../../../shared/runtime/message/sealed-queue';
import { run } from './run';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { LEDGER_TABLE, QUEUE_URLS } = readEnvironment(['LEDGER_TABLE', 'QUEUE_URLS']);
  const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(5_000) });
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false, requestHandler: requestHandler(5_000) });
  const keys = sealKeysOf(lambdaDataKeys(dynamodb));
  const log = jsonLogger();
  const dependencies = {
    queues: sealedSources(sqsSourceQueues(sqs, QUEUE_URLS), keys),
    keys,
    clock: systemClock,
    log,
    parked: dynamodbParkedDeliveries(dynamodb, LEDGER_TABLE, { log, batches: batchClient() }),
    deliveries: dynamodbOpenDeliveries(dynamodb, LEDGER_TABLE, log),
    progress: dynamodbScanProgress(dynamodb, LEDGER_TABLE),
    records: dynamodbAuditReader(dynamodb, LEDGER_TABLE),
  };
  return (_: unknown, context: Context) => run(dependencies, invocationOf(context));
}
