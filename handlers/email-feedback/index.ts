import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbFeedbackLedger } from '../../shared/aws/dynamodb-feedback-ledger';
import { dynamodbSuppressor } from '../../shared/aws/dynamodb-mail-preferences';
import { lambdaOperationalEvents } from '../../shared/aws/lambda-operational-events';
import { requestHandler } from '../../shared/aws/request-handler';
import { sqsDeadLetters } from '../../shared/aws/sqs-channel-queue';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { createFeedbackHandler } from './feedback-handler';

const { LEDGER_TABLE, DIRECTORY_TABLE, DEAD_LETTER_QUEUE_URL } = readEnvironment([
  'LEDGER_TABLE',
  'DIRECTORY_TABLE',
  'DEAD_LETTER_QUEUE_URL',
]);
const client = { requestHandler: requestHandler(3_000) };
const dynamodb = new DynamoDBClient(client);

export const handler = createFeedbackHandler({
  ledger: dynamodbFeedbackLedger(dynamodb, LEDGER_TABLE),
  suppressor: dynamodbSuppressor(dynamodb, DIRECTORY_TABLE),
  events: lambdaOperationalEvents(),
  queue: sqsDeadLetters(new SQSClient({ ...client, useQueueUrlAsEndpoint: false }), DEAD_LETTER_QUEUE_URL),
  log: jsonLogger(),
});
