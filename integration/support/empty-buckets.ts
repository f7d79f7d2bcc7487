import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { clientConfig } from '../../tools/local/emulator';

/**
 * Deletes all objects of these buckets, locked versions too. Terraform's `force_destroy` cannot: it lists keys in URL
 * encoding, which MiniStack ignores, so that it never deletes a key with a `+`.
 */
export async function emptyBuckets(endpoint: string, buckets: readonly string[]): Promise<void> {
  const s3 = new S3Client({ ...clientConfig({ endpoint }), forcePathStyle: true });
  for (const Bucket of buckets) await emptyBucket(s3, Bucket).catch(ignoreMissing);
}

async function emptyBucket(s3: S3Client, Bucket: string): Promise<void> {
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (next !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(new ListObjectVersionsCommand({ Bucket, ...next }));
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
  }
}

/** A missing bucket is no error: the emulator may have been restarted empty. */
function ignoreMissing(error: Error): void {
  if (error.name !== 'NoSuchBucket') throw error;
}
