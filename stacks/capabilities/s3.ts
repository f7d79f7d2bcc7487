import { ATTACHMENTS, AUDIT, AUDIT_KEY_ARN, LEDGER, UPLOADS } from '../constructs/naming';
import { onKeys } from './dynamodb-conditions';
import type { Grants } from './grant';
import { allow } from './policies';

export const s3Grants: Grants<'attachments:read' | 'audit:anchor' | 'uploads:import'> = {
  /** Without `ListBucket`, S3 returns 403 instead of 404 for a missing object, and the function would retry the read. */
  'attachments:read': ({ naming }) => {
    const bucket = naming.bucketArn(ATTACHMENTS);
    return {
      statements: [
        allow('ReadAttachments', 's3:GetObject', `${bucket}/*`),
        allow('FindAttachments', 's3:ListBucket', bucket),
      ],
      variables: { ATTACHMENTS_BUCKET: naming.bucketName(ATTACHMENTS) },
    };
  },
  /** Read chains and records, append to anchors and archive. Deleting is not granted, and the bucket keeps every version. */
  'audit:anchor': ({ naming }) => {
    const ledger = naming.tableArn(LEDGER);
    const bucket = naming.bucketArn(AUDIT);
    const objects = [`${bucket}/anchors/*`, `${bucket}/archive/*`];
    return {
      statements: [
        onKeys(['C#*', 'CHAINS'], allow('ReadChains', 'dynamodb:Query', ledger)),
        allow('ReadRecords', 'dynamodb:BatchGetItem', ledger),
        allow('ListVault', 's3:ListBucketVersions', bucket),
        allow('ReadVault', ['s3:GetObject', 's3:GetObjectVersion'], objects),
        allow('AddToVault', 's3:PutObject', objects),
        allow('SignAnchors', 'kms:Sign', AUDIT_KEY_ARN),
      ],
      variables: { LEDGER_TABLE: naming.name(LEDGER), AUDIT_BUCKET: naming.bucketName(AUDIT), AUDIT_KEY_ARN },
    };
  },
  /** Deleting is not granted: files, results and pages of rejected lines expire. S3 wants `GetObject` for `If-Match`. */
  'uploads:import': ({ naming }) => {
    const bucket = naming.bucketArn(UPLOADS);
    const written = [`${bucket}/results/*`, `${bucket}/work/*`];
    return {
      statements: [
        allow('ReadUploads', 's3:GetObject', `${bucket}/inbox/*`),
        allow('FindUploads', 's3:ListBucket', bucket),
        allow('KeepResults', ['s3:GetObject', 's3:PutObject'], written),
      ],
      variables: { UPLOADS_BUCKET: naming.bucketName(UPLOADS) },
    };
  },
};
