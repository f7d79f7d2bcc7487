import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { dynamodbEndpoints } from '../../../shared/aws/dynamodb/dynamodb-endpoints';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { newEndpoint, newEndpointId } from '../../../shared/operations/endpoints/new-endpoint';
import { newSecret } from '../../../shared/operations/endpoints/new-secret';
import { clientConfig } from '../emulator';
import type { ThrowawayStack } from '../throwaway-stack';

/** Registers endpoints of every type in the directory of the stack; their secrets are generated and not kept. */
export async function endpointRegistrar({ emulator, outputs }: ThrowawayStack, dynamodb: DynamoDBClient) {
  const { directory_table: tableName, data_key_arn: keyArn } = outputs;
  const keys = kmsDataKeys({ kms: new KMSClient(clientConfig(emulator)), keyArn, dynamodb, tableName });
  const sealing = { key: await keys.current('endpoints'), now: new Date() };
  const directory = dynamodbEndpoints(dynamodb, tableName);
  /** @returns the id */
  return async (tenant: string, urlOf: (id: string) => string): Promise<string> => {
    const id = newEndpointId(sealing.now);
    const secret = newSecret({ asymmetric: false });
    await directory.save(newEndpoint({ tenant, url: urlOf(id), types: ['*'], secret, headers: [] }, sealing, id));
    return id;
  };
}
