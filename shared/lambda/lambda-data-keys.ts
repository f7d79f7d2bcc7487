import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { requestHandler } from '../aws/http/request-handler';
import { kmsDataKeys } from '../aws/kms/kms-data-keys';
import type { DataKeys } from '../ports/data-keys';
import { readEnvironment } from './read-environment';

/** Data keys for functions with a capability `keys:…`. */
export function lambdaDataKeys(dynamodb: DynamoDBClient): DataKeys {
  const { DIRECTORY_TABLE, DATA_KEY_ARN } = readEnvironment(['DIRECTORY_TABLE', 'DATA_KEY_ARN']);
  const kms = new KMSClient({ requestHandler: requestHandler(3_000) });
  return kmsDataKeys({ kms, keyArn: DATA_KEY_ARN, dynamodb, tableName: DIRECTORY_TABLE });
}
