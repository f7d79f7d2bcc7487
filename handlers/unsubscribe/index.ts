import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbUnsubscriptions } from '../../shared/aws/dynamodb-mail-preferences';
import { lambdaDataKeys } from '../../shared/aws/lambda-data-keys';
import { requestHandler } from '../../shared/aws/request-handler';
import { categoryNames } from '../../shared/catalogue/category-names';
import { systemClock } from '../../shared/ports/clock';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { createUnsubscribeHandler } from './unsubscribe-handler';

const { DIRECTORY_TABLE } = readEnvironment(['DIRECTORY_TABLE']);
const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(3_000) });

export const handler = createUnsubscribeHandler({
  keys: lambdaDataKeys(dynamodb),
  unsubscriptions: dynamodbUnsubscriptions(dynamodb, DIRECTORY_TABLE),
  clock: systemClock,
  log: jsonLogger(),
  namesOf: categoryNames,
});
