import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbMailPreferenceRegistry } from '../../../shared/aws/dynamodb/dynamodb-mail-preferences';
import type { MailPreferenceRegistry } from '../../../shared/ports/mail-preferences';
import { eachOrAwsFailure, orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';

type Operations = Pick<MailPreferenceRegistry, 'objections' | 'suppress' | 'lift' | 'resubscribe' | 'all'>;

/** Who must not be mailed, for operators. */
export function preferenceRegistry({ outputs, clientConfig }: StackConnection): Operations {
  const table = outputs.directory_table;
  const registry = dynamodbMailPreferenceRegistry(new DynamoDBClient(clientConfig), table);
  const writing = <Result>(call: Promise<Result>) => orAwsFailure(call, `writing to table ${table}`);
  const reading = <Result>(call: Promise<Result>) => orAwsFailure(call, `reading table ${table}`);
  return {
    objections: (address) => reading(registry.objections(address)),
    suppress: (suppression) => writing(registry.suppress(suppression)),
    lift: (address, scope) => writing(registry.lift(address, scope)),
    resubscribe: (address, tenant, category) => writing(registry.resubscribe(address, tenant, category)),
    all: () => eachOrAwsFailure(registry.all(), `reading table ${table}`),
  };
}
