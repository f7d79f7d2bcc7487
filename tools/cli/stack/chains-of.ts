import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import type { AuditReader } from '../../../shared/ports/audit-chain';
import { eachOrAwsFailure, orAwsFailure } from './aws-failure';
import type { StackConnection } from './connect-stack';

export function chainsOf({ outputs, clientConfig }: StackConnection): Pick<AuditReader, 'head' | 'links' | 'tenants'> {
  const table = outputs.ledger_table;
  const reader = dynamodbAuditReader(new DynamoDBClient(clientConfig), table);
  const what = `reading table ${table}`;
  return {
    head: (tenant) => orAwsFailure(reader.head(tenant), what),
    links: (tenant, after) => eachOrAwsFailure(reader.links(tenant, after), what),
    tenants: (after) => eachOrAwsFailure(reader.tenants(after), what),
  };
}
