import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import { orAwsFailure } from './aws-failure';
import type { StackConnection } from './connect-stack';

export function chainsOf({ outputs, clientConfig }: StackConnection): Pick<AuditReader, 'head'> {
  const table = outputs.ledger_table;
  const reader = dynamodbAuditReader(new DynamoDBClient(clientConfig), table);
  return { head: (tenant) => orAwsFailure(reader.head(tenant), `reading table ${table}`) };
}
