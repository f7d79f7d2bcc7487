import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb-endpoints';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';

/** Of the tenant whose notification was accepted; none before that. */
export async function endpointsOf(
  { event }: NotificationHistory,
  { outputs, clientConfig }: StackConnection,
): Promise<readonly Endpoint[]> {
  if (event === undefined) return [];
  const table = outputs.directory_table;
  const registry = dynamodbEndpoints(new DynamoDBClient(clientConfig), table);
  const snapshot = await orAwsFailure(registry.load(event.tenant), `reading table ${table}`);
  return [...snapshot.endpoints.values()];
}
