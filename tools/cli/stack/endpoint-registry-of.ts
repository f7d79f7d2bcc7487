import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import type { EndpointRegistry } from '../../../shared/ports/endpoints';
import { eachOrAwsFailure, orAwsFailure } from './aws-failure';
import type { StackConnection } from './connect-stack';

export function endpointRegistryOf({ outputs, clientConfig }: StackConnection): EndpointRegistry {
  const table = outputs.directory_table;
  const registry = dynamodbEndpoints(new DynamoDBClient(clientConfig), table);
  const reading = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${table}`);
  const writing = <Result>(call: Promise<Result>) => orAwsFailure(call, `writing to table ${table}`);
  return {
    version: (tenant) => reading(registry.version(tenant)),
    load: (tenant) => reading(registry.load(tenant)),
    page: (tenant, range) => reading(registry.page(tenant, range)),
    find: (tenant, id) => reading(registry.find(tenant, id)),
    save: (endpoint) => writing(registry.save(endpoint)),
    change: (tenant, id, change, expected) => writing(registry.change(tenant, id, change, expected)),
    remove: (tenant, id) => writing(registry.remove(tenant, id)),
    all: () => eachOrAwsFailure(registry.all(), `reading table ${table}`),
  };
}
