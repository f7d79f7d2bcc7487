import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamodbAuditReader } from '../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbEventLedger } from '../../shared/aws/dynamodb/dynamodb-event-ledger';
import { EVENT_KEY } from '../../shared/aws/dynamodb/ledger-items';
import { kmsAnchorKeyReader, kmsAnchorSigner } from '../../shared/aws/kms/kms-anchor-key';
import { kmsDataKeys } from '../../shared/aws/kms/kms-data-keys';
import { s3AuditVault } from '../../shared/aws/s3/s3-audit-vault';
import { addressDigest } from '../../shared/domain/audit-chain/address-digest';
import type { AuditRecord } from '../../shared/ports/audit-chain';
import { config, dynamodb, kms, state } from './harness';

const { ledger_table: tableName, directory_table, data_key_arn } = state.outputs;

export const dataKeys = kmsDataKeys({ kms, dynamodb, tableName: directory_table, keyArn: data_key_arn });
export const auditReader = dynamodbAuditReader(dynamodb, tableName);

/** Retention that keeps records with the contracts' past date from expiring at once. */
export const eventLedger = dynamodbEventLedger(dynamodb, { tableName, retentionDays: 3_650 }, dataKeys);

export const vault = s3AuditVault(new S3Client({ ...config, forcePathStyle: true }), state.outputs.audit_bucket);
export const anchorKey = {
  ...kmsAnchorSigner(kms, state.outputs.audit_key_arn),
  ...kmsAnchorKeyReader(kms, state.outputs.audit_key_arn),
};

export const digestOfAddresses = async () => addressDigest((await dataKeys.current('addresses')).key);

/** Tampers with a record. */
export async function overwriteRecord({ id, ...record }: AuditRecord, table = tableName): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: table, Item: marshall({ pk: id, sk: EVENT_KEY, id, ...record }) }),
  );
}
