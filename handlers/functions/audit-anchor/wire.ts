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
import { invocationOf } from '../../../shared/runtime/invocation';
import { addressDigestOf } from '../../../shared/runtime/keys/address-digest-of';
import { anchorChains } from './anchor';

/** Path-style addressing: an emulator's endpoint does not resolve bucket host names, and AWS accepts both styles. */
const S3 = { forcePathStyle: true };

/** Composition root: the Lambda handler, wired from environment variables and AWS clients. */
export function wire() {
  const { LEDGER_TABLE, AUDIT_BUCKET, AUDIT_KEY_ARN } = readEnvironment([
    'LEDGER_TABLE',
    'AUDIT_BUCKET',
    'AUDIT_KEY_ARN',
  ]);
  const client = { requestHandler: requestHandler(10_000) };
  const dynamodb = new DynamoDBClient(client);
  const keys = lambdaDataKeys(dynamodb);
  const ports = {
    reader: dynamodbAuditReader(dynamodb, LEDGER_TABLE),
    vault: s3AuditVault(new S3Client({ ...client, ...S3 }), AUDIT_BUCKET),
    signer: kmsAnchorSigner(new KMSClient(client), AUDIT_KEY_ARN),
    clock: systemClock,
    log: jsonLogger(),
  };
  return async (_: unknown, context: Context): Promise<void> =>
    anchorChains({ ...ports, digest: await addressDigestOf(keys) }, invocationOf(context));
}
