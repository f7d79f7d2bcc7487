import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import type { AttachmentStore } from '../../ports/attachment-store';

/** Timeout of a complete read; the client's own timeout covers only the time to the first byte. */
const READ_MS = 6_000;

/** Needs `s3:ListBucket`: without it S3 answers 403 and not 404 for a missing object. */
export const s3AttachmentStore = (s3: S3Client, Bucket: string): AttachmentStore => ({
  size: async (Key) => {
    try {
      const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      return ContentLength ?? 0;
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  },
  read: async (Key, maxBytes) => {
    const abortSignal = AbortSignal.timeout(READ_MS);
    const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
    // The object was replaced since its size was checked.
    if (ContentLength > maxBytes) {
      (Body as Readable | undefined)?.destroy();
      throw new Error(`object has ${ContentLength} bytes, allowed ${maxBytes}`);
    }
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  },
});
