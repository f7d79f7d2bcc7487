import { S3Client } from '@aws-sdk/client-s3';
import { s3AttachmentStore } from '../../../shared/aws/s3/s3-attachment-store';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';

/**
 * Loaded lazily, with the first mail that has attachments: the S3 client is 280 kB, and most mails have none.
 *
 * Path-style addressing: an emulator's endpoint does not resolve bucket host names, and AWS accepts both styles.
 */
export function openStore(bucket: string): AttachmentStore {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
  return s3AttachmentStore(new S3Client({ forcePathStyle: true, maxAttempts: 2, requestHandler }), bucket);
}
