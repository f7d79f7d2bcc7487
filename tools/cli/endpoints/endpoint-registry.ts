import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb-endpoints';
import { kmsDataKeys } from '../../../shared/aws/kms-data-keys';
import type { DataKeys } from '../../../shared/ports/data-keys';
import type { EndpointRegistry } from '../../../shared/ports/endpoints';
import { orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';

/** The endpoints of a stack, for operators. */
export function endpointRegistry({ outputs, clientConfig }: StackConnection): EndpointRegistry {
  const table = outputs.directory_table;
  const registry = dynamodbEndpoints(new DynamoDBClient(clientConfig), table);
  const reading = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${table}`);
  const writing = <Result>(call: Promise<Result>) => orAwsFailure(call, `writing to table ${table}`);
  return {
    version: (tenant) => reading(registry.version(tenant)),
    load: (tenant) => reading(registry.load(tenant)),
    find: (tenant, id) => reading(registry.find(tenant, id)),
    save: (endpoint) => writing(registry.save(endpoint)),
    change: (tenant, id, change, expected) => writing(registry.change(tenant, id, change, expected)),
    remove: (tenant, id) => writing(registry.remove(tenant, id)),
  };
}

/** What seals the secrets of endpoints. Whoever asks first makes it. */
export function endpointKeys({ outputs, clientConfig }: StackConnection): DataKeys {
  const [kms, dynamodb] = [new KMSClient(clientConfig), new DynamoDBClient(clientConfig)];
  const { directory_table: tableName, data_key_arn: keyArn } = outputs;
  const keys = kmsDataKeys({ kms, dynamodb, tableName, keyArn });
  const what = `opening the data key of endpoints in table ${tableName} with ${keyArn}`;
  return { key: (purpose) => orAwsFailure(keys.key(purpose), what) };
}
