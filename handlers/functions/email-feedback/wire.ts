import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbFeedbackLedger } from '../../../shared/aws/dynamodb/dynamodb-feedback-ledger';
import { dynamodbSuppressor } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { sqsDeadLetters } from '../../../shared/aws/sqs/sqs-channel-queue';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaOperationalEvents } from '../../../shared/lambda/lambda-operational-events';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { createFeedbackHandler } from './feedback-handler';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { LEDGER_TABLE, DIRECTORY_TABLE, DEAD_LETTER_QUEUE_URL } = readEnvironment([
    'LEDGER_TABLE',
    'DIRECTORY_TABLE',
    'DEAD_LETTER_QUEUE_URL',
  ]);
  const client = { requestHandler: requestHandler(3_000) };
  const dynamodb = new DynamoDBClient(client);
  return createFeedbackHandler({
    ledger: dynamodbFeedbackLedger(dynamodb, LEDGER_TABLE),
    suppressor: dynamodbSuppressor(dynamodb, DIRECTORY_TABLE),
    events: lambdaOperationalEvents(),
    queue: sqsDeadLetters(new SQSClient({ ...client, useQueueUrlAsEndpoint: false }), DEAD_LETTER_QUEUE_URL),
    log: jsonLogger(),
  });
}
