import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { dynamodbAuditReader } from '../../../shared/aws/dynamodb/dynamodb-audit-reader';
import { requestHandler } from '../../../shared/aws/http/request-handler';
import { kmsAnchorSigner } from '../../../shared/aws/kms/kms-anchor-key';
import { s3AuditVault } from '../../../shared/aws/s3/s3-audit-vault';
import { jsonLogger } from '../../../shared/lambda/json-logger';
import { lambdaDataKeys } from '../../../shared/lambda/lambda-data-keys';
import { readEnvironment } from '../../../shared/lambda/read-environment';
import { systemClock } from '../../../shared/ports/clock';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
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
