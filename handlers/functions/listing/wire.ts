import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbListingDetails } from '../../../shared/aws/dynamodb/dynamodb-listing-details';
import { dynamodbListingWriter } from '../../../shared/aws/dynamodb/dynamodb-listing-writer';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock, systemSleep } from '../../../shared/ports/clock';
import { createListHandler } from './list-handler';

/** Time for the record of a notification whose delivery was faster. */
const DELAY_SECONDS = 10;

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { LEDGER_TABLE, LISTING_TABLE, QUEUE_URL } = readEnvironment(['LEDGER_TABLE', 'LISTING_TABLE', 'QUEUE_URL']);
  const client = { requestHandler: requestHandler(3_000) };
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const send = async (MessageBody: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody, DelaySeconds: DELAY_SECONDS }));
  };
  const ports = {
    listing: dynamodbListingWriter(dynamodb, LISTING_TABLE),
    details: dynamodbListingDetails(dynamodb, LEDGER_TABLE),
    clock: systemClock,
    sleep: systemSleep,
    log: jsonLogger(),
    later: { send },
  };
  return createListHandler(ports, lambdaDataKeys(dynamodb));
}
