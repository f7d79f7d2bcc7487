import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { dynamodbErasure } from '../../../shared/aws/dynamodb/dynamodb-erasure';
import { kmsAnchorKeyReader } from '../../../shared/aws/kms/kms-anchor-key';
import { kmsDataKeys } from '../../../shared/aws/kms/kms-data-keys';
import { s3AuditVault } from '../../../shared/aws/s3/s3-audit-vault';
import type { JudgedAnchors } from '../../../shared/domain/audit-chain/anchor';
import type { AuditPorts, AuditReport } from '../../../shared/operations/audit/audit-tenant';
import {
  type EraseAddressRequest,
  type ErasurePorts,
  type ErasureReport,
  eraseAddress,
} from '../../../shared/operations/audit/erase-address';
import { readAnchors } from '../../../shared/operations/audit/read-anchors';
import { type VerifyTenantRequest, verifyTenant } from '../../../shared/operations/audit/verify-tenant';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import type { GlobalOptions } from '../options';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack, type StackConnection } from '../stack/connect-stack';
import type { Terminal } from '../terminal';

/** The audit operations on one stack. Their AWS calls fail as in `orAwsFailure`. */
export interface Audit {
  verify(request: VerifyTenantRequest): Promise<AuditReport>;
  anchors(): Promise<JudgedAnchors>;
  erase(request: EraseAddressRequest): Promise<ErasureReport>;
}

export type OpenAudit = (options: GlobalOptions) => Promise<Audit>;

/** @throws CodedError as connecting to the stack and opening a data key do */
export async function openAudit({ outputs: named }: GlobalOptions, terminal: Terminal): Promise<Audit> {
  const connection = await connectStack(named, terminal);
  const ports = { ...(await portsOf(connection)), clock: terminal.clock };
  return {
    verify: (request) => orAwsFailure(verifyTenant(request, ports), `auditing tenant ${request.tenant}`),
    anchors: () => orAwsFailure(readAnchors(ports), 'reading the anchors'),
    erase: (request) =>
      orAwsFailure(eraseAddress(request, ports), request.dryRun ? 'looking for the address' : 'erasing'),
  };
}

async function portsOf({ outputs, clientConfig }: StackConnection): Promise<AuditPorts & ErasurePorts> {
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
