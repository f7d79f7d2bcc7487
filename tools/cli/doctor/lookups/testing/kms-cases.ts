import type { LookupCase } from './lookup-case';
import { KEY_METADATA } from './prod-plan';

export const ALIASES = {
  ListAliasesCommand: { Aliases: [{ AliasName: 'alias/carillon-prod-data', TargetKeyId: 'k1' }] },
};

export const KMS_CASES: readonly LookupCase[] = [
  {
    address: 'aws_kms_alias.keys_data_alias',
    there: ALIASES,
    id: 'alias/carillon-prod-data',
    absent: { ListAliasesCommand: { Aliases: [{ AliasName: 'alias/carillon-dev-data', TargetKeyId: 'k1' }] } },
  },
  {
    address: 'aws_kms_key.keys_data',
    there: { ...ALIASES, DescribeKeyCommand: { KeyMetadata: KEY_METADATA } },
    id: 'k1',
    absent: { ListAliasesCommand: {}, ListKeysCommand: {} },
  },
];
