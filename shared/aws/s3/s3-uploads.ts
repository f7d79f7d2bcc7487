import {
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { ImportRecords, RejectedPages, Uploads } from '../../ports/uploads';
import { joinObjects } from './join-objects';

/** Timeout of a complete read; the client's own timeout covers only the time to the first byte. */
const READ_MS = 15_000;

/**
 * Uploaded files, and the results beside them. Needs `s3:ListBucket`: without it S3 answers 403 and not 404 for a missing
 * object.
 */
export const s3Uploads = (s3: S3Client, Bucket: string): Uploads => ({
  find: async (Key) => {
    try {
      const { ETag, ContentLength = 0 } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      return { etag: unquoted(ETag), bytes: ContentLength };
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  },
  read: (Key, etag, from, to) =>
    unlessChanged(async () => {
      const request = { Bucket, Key, IfMatch: quoted(etag), Range: `bytes=${from}-${to - 1}` };
      const abortSignal = AbortSignal.timeout(READ_MS);
      const { Body } = await s3.send(new GetObjectCommand(request), { abortSignal });
      return Body?.transformToByteArray();
    }),
});

export const s3ImportRecords = (s3: S3Client, Bucket: string): ImportRecords => ({
  read: (Key) =>
    unlessChanged(async () => {
      const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return { text: (await Body?.transformToString()) ?? '', version: unquoted(ETag) };
    }),
  replace: (Key, Body, version) =>
    unlessChanged(async () => {
      const request = { Bucket, Key, Body, ContentType: 'application/json', ...condition(version) };
      const { ETag } = await s3.send(new PutObjectCommand(request));
      return unquoted(ETag);
    }),
});

export const s3RejectedPages = (s3: S3Client, Bucket: string): RejectedPages => ({
  put: async (Key, Body) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/x-ndjson' }));
  },
  versionOf: async (Key) => (await s3Uploads(s3, Bucket).find(Key))?.etag,
  join: async (Key, pages, version) =>
    (await unlessChanged(async () => {
      await joinObjects(s3, { Bucket, Key }, pages, condition(version));
      return true;
    })) ?? false,
});

const condition = (version: string | undefined) =>
  version === undefined ? { IfNoneMatch: '*' } : { IfMatch: quoted(version) };

/**
 * Undefined if the object is not the expected version, or not there. A 409, of concurrent writes, is thrown: neither need
 * have succeeded.
 */
async function unlessChanged<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 412 || status === 404) return undefined;
    throw error;
  }
}

const unquoted = (etag = ''): string => etag.replace(/^"|"$/g, '');
const quoted = (etag: string): string => `"${etag}"`;
