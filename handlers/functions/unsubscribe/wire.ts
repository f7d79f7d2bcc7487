import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbUnsubscriptions } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { categoryNames } from '../../../shared/catalogue/category-names';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock } from '../../../shared/ports/clock';
import { createUnsubscribeHandler } from './unsubscribe-handler';

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { DIRECTORY_TABLE } = readEnvironment(['DIRECTORY_TABLE']);
  const dynamodb = new DynamoDBClient({ requestHandler: requestHandler(3_000) });
  return createUnsubscribeHandler({
    keys: lambdaDataKeys(dynamodb),
    unsubscriptions: dynamodbUnsubscriptions(dynamodb, DIRECTORY_TABLE),
    clock: systemClock,
    log: jsonLogger(),
    namesOf: categoryNames,
  });
}
