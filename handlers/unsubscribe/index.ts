import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { dynamodbUnsubscriptions } from '../../shared/aws/dynamodb-mail-preferences';
import { kmsDataKeys } from '../../shared/aws/kms-data-keys';
import { requestHandler } from '../../shared/aws/lambda-dependencies';
import { categoryNames } from '../../shared/catalogue/category-names';
import { systemClock } from '../../shared/ports/clock';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { createUnsubscribeHandler } from './unsubscribe-handler';

const { DIRECTORY_TABLE, DATA_KEY_ARN } = readEnvironment(['DIRECTORY_TABLE', 'DATA_KEY_ARN']);
const client = { requestHandler: requestHandler(3_000) };
const dynamodb = new DynamoDBClient(client);

export const handler = createUnsubscribeHandler({
  keys: kmsDataKeys({ kms: new KMSClient(client), keyArn: DATA_KEY_ARN, dynamodb, tableName: DIRECTORY_TABLE }),
  unsubscriptions: dynamodbUnsubscriptions(dynamodb, DIRECTORY_TABLE),
  clock: systemClock,
  log: jsonLogger(),
  namesOf: categoryNames,
});
