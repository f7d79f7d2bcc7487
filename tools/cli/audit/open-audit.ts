import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbErasure } from '../../../shared/aws/dynamodb/dynamodb-erasure';
import { kmsAnchorKeyReader } from '../../../shared/aws/kms/kms-anchor-key';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { s3AuditVault } from '../../../shared/aws/s3/s3-audit-vault';
import type { AuditPorts } from '../../../shared/operations/audit/audit-tenant';
import type { ErasurePorts } from '../../../shared/operations/audit/erase-address';
import { addressDigestOf } from '../../../shared/runtime/address-digest-of';
import type { GlobalOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';

/**
 * Everything that an audit reads, and what erases.
 *
 * @throws CodedError as connecting to the stack does
 */
export async function openAudit(
  { outputs: named }: GlobalOptions,
  terminal: Terminal,
): Promise<AuditPorts & ErasurePorts> {
  const { outputs, clientConfig } = await connectStack(named, terminal);
  const { ledger_table, directory_table, data_key_arn, audit_bucket, audit_key_arn } = outputs;
  const [dynamodb, kms] = [new DynamoDBClient(clientConfig), new KMSClient(clientConfig)];
  const keys = kmsDataKeys({ kms, dynamodb, tableName: directory_table, keyArn: data_key_arn });
  const what = `opening the data key of table ${directory_table} with ${data_key_arn}`;
  return {
    reader: dynamodbAuditReader(dynamodb, ledger_table),
    vault: s3AuditVault(new S3Client({ ...clientConfig, forcePathStyle: true }), audit_bucket),
    key: kmsAnchorKeyReader(kms, audit_key_arn),
    erasure: dynamodbErasure(dynamodb, ledger_table, directory_table),
    digest: await orAwsFailure(addressDigestOf(keys), what),
  };
}
