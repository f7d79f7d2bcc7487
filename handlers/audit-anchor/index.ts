import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { dynamodbAuditReader } from '../../shared/aws/dynamodb-audit-reader';
import { kmsAnchorSigner } from '../../shared/aws/kms-anchor-key';
import { lambdaDataKeys } from '../../shared/aws/lambda-data-keys';
import { requestHandler } from '../../shared/aws/request-handler';
import { s3AuditVault } from '../../shared/aws/s3-audit-vault';
import { systemClock } from '../../shared/ports/clock';
import { addressDigestOf } from '../../shared/runtime/address-digest-of';
import { jsonLogger } from '../../shared/runtime/json-logger';
import { readEnvironment } from '../../shared/runtime/read-environment';
import { anchorChains } from './anchor';

const { LEDGER_TABLE, AUDIT_BUCKET, AUDIT_KEY_ARN } = readEnvironment([
  'LEDGER_TABLE',
  'AUDIT_BUCKET',
  'AUDIT_KEY_ARN',
]);
/** Path style: an emulator's endpoint has no names for buckets, and AWS takes both. */
const s3 = { forcePathStyle: true };
const client = { requestHandler: requestHandler(10_000) };
const dynamodb = new DynamoDBClient(client);
const keys = lambdaDataKeys(dynamodb);
const ports = {
  reader: dynamodbAuditReader(dynamodb, LEDGER_TABLE),
  vault: s3AuditVault(new S3Client({ ...client, ...s3 }), AUDIT_BUCKET),
  signer: kmsAnchorSigner(new KMSClient(client), AUDIT_KEY_ARN),
  clock: systemClock,
  log: jsonLogger(),
};

export const handler = async (_: unknown, context: Context): Promise<void> => {
  const digest = await addressDigestOf(keys);
  await anchorChains({ ...ports, digest }, { remainingMs: () => context.getRemainingTimeInMillis() });
};
