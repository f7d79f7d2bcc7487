import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { AuditVault } from '../../ports/audit-vault';

/**
 * Write-once storage: a bucket with versioning and Object Lock. A delete marker or a newer version can hide the first
 * version, but not remove it. So versions are listed, and the oldest is read.
 */
export const s3AuditVault = (s3: S3Client, Bucket: string): AuditVault => ({
  putOnce: async (Key, Body) => {
    if ((await firstVersion(s3, Bucket, Key)) !== undefined) return false;
    try {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: typeOf(Key), IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      // 412: the object exists. A 409 is thrown: a concurrent write is in progress, and one of the two will succeed.
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
      throw error;
    }
  },
  list: async function* (prefix, after) {
    let last: string | undefined;
    for await (const { Key = '' } of versions(s3, Bucket, prefix, after)) {
      if (Key !== last) yield Key;
      last = Key;
    }
  },
  read: async (Key) => {
    const VersionId = await firstVersion(s3, Bucket, Key);
    if (VersionId === undefined) return undefined;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return Body?.transformToString();
  },
});

const typeOf = (key: string): string => (key.endsWith('.ndjson') ? 'application/x-ndjson' : 'application/json');

async function* versions(s3: S3Client, Bucket: string, Prefix: string, after?: string): AsyncIterable<ObjectVersion> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } = after === undefined ? {} : { KeyMarker: after };
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...from }));
    yield* page.Versions ?? [];
    if (!page.IsTruncated || page.NextKeyMarker === undefined) return;
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    from = { KeyMarker, ...(VersionIdMarker !== undefined && { VersionIdMarker }) };
  }
}

/** The oldest version: S3 lists the versions of a key from the newest to the oldest. */
async function firstVersion(s3: S3Client, bucket: string, key: string): Promise<string | undefined> {
  let first: string | undefined;
  for await (const { Key = '', VersionId } of versions(s3, bucket, key)) if (Key === key) first = VersionId;
  return first;
}
