import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

interface ObjectName {
  readonly Bucket: string;
  readonly Key: string;
}

type Condition = { readonly IfMatch: string } | { readonly IfNoneMatch: string };

/** S3's minimum of a part is 5 MiB, but for the last, and its maximum 10,000 parts. */
const PART_BYTES = 8 * 1024 * 1024;
const ContentType = 'application/x-ndjson';
/** The SDK sends it with each part. S3 refuses that unless the upload names it, and then wants it again at the end. */
const ChecksumAlgorithm = 'CRC32';

/**
 * Joins objects to one, which appears when it is complete. Holds one part in memory. A multipart upload that never ends is
 * removed by the bucket's lifecycle.
 */
export async function joinObjects(
  s3: S3Client,
  name: ObjectName,
  keys: readonly string[],
  condition: Condition,
): Promise<void> {
  let pending: Uint8Array[] = [];
  const parts: CompletedPart[] = [];
  let UploadId: string | undefined;
  for (const Key of keys) {
    pending.push(await contentOf(s3, { ...name, Key }));
    if (sizeOf(pending) < PART_BYTES) continue;
    UploadId ??= (await s3.send(new CreateMultipartUploadCommand({ ...name, ContentType, ChecksumAlgorithm })))
      .UploadId;
    parts.push(await uploadPart(s3, { ...name, UploadId, PartNumber: parts.length + 1 }, pending));
    pending = [];
  }
  const Body = Buffer.concat(pending);
  if (UploadId === undefined)
    return void (await s3.send(new PutObjectCommand({ ...name, ContentType, Body, ...condition })));
  if (Body.length > 0) parts.push(await uploadPart(s3, { ...name, UploadId, PartNumber: parts.length + 1 }, pending));
  await s3.send(
    new CompleteMultipartUploadCommand({ ...name, UploadId, MultipartUpload: { Parts: parts }, ...condition }),
  );
}

async function contentOf(s3: S3Client, name: ObjectName): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand(name));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

async function uploadPart(
  s3: S3Client,
  part: ObjectName & { readonly UploadId: string | undefined; readonly PartNumber: number },
  pending: readonly Uint8Array[],
): Promise<CompletedPart> {
  const request = { ...part, ChecksumAlgorithm, Body: Buffer.concat(pending) } as const;
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand(request));
  return {
    PartNumber: part.PartNumber,
    ...(ETag !== undefined && { ETag }),
    ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }),
  };
}

const sizeOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0);
