import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb-directory';
import type { EndpointRegistry } from '../../../shared/ports/directory';
import { orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';

/** The endpoints of a stack, for operators. */
export function endpointRegistry({ outputs, clientConfig }: StackConnection): EndpointRegistry {
  const table = outputs.directory_table;
  const registry = dynamodbEndpoints(new DynamoDBClient(clientConfig), table);
  const reading = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${table}`);
  const writing = <Result>(call: Promise<Result>) => orAwsFailure(call, `writing to table ${table}`);
  return {
    list: (tenant) => reading(registry.list(tenant)),
    find: (tenant, id) => reading(registry.find(tenant, id)),
    save: (endpoint) => writing(registry.save(endpoint)),
    remove: (tenant, id) => writing(registry.remove(tenant, id)),
  };
}
