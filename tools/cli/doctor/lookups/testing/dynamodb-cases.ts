import type { LookupCase } from './lookup-case';
import { NOT_FOUND } from './prod-plan';

export const DYNAMODB_CASES: readonly LookupCase[] = [
  {
    address: 'aws_dynamodb_table.storage_ledger',
    there: { DescribeTableCommand: { Table: {} } },
    id: 'carillon-prod-ledger',
    absent: { DescribeTableCommand: NOT_FOUND },
  },
];
