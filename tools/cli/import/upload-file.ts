import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3ImportRecords } from '../../../shared/aws/s3/s3-uploads';
import type { ImportRecord } from '../../../shared/domain/import/import-record';
import { INBOX, mappingKey, resultKey } from '../../../shared/domain/import/upload-key';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { readFile } from '../input/read-input';
import { orAwsFailure } from '../stack/aws-failure';
import type { StackConnection } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { bytesOf, type FileChoice } from './local-file';

/** A file in the bucket of uploads, whose import can be followed. */
export interface Uploaded {
  /** The result once it has ended; `onProgress` is called whenever it changes before. */
  follow(onProgress: (record: ImportRecord) => void): Promise<ImportRecord>;
  /** Rejected lines as NDJSON. */
  rejected(key: string): Promise<string>;
}

const POLL_MS = 1_000;

/** Puts the mapping, if there is one, and then the file in one request: its ETag is its MD5 then. */
export async function uploadFile(
  { file, tenant, mapping }: FileChoice,
  { clientConfig, outputs }: StackConnection,
  terminal: Terminal,
): Promise<Uploaded> {
  const s3 = new S3Client({ ...clientConfig, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const Bucket = outputs.uploads_bucket ?? noBucket();
  const Key = `${INBOX}${tenant}/${basename(file)}`;
  const records = s3ImportRecords(s3, Bucket);
  const put = (request: {
    Key: string;
    Body: Uint8Array | ReturnType<typeof createReadStream>;
    ContentLength: number;
  }) => orAwsFailure(s3.send(new PutObjectCommand({ Bucket, ...request })), `putting ${request.Key}`);
  if (mapping !== undefined) {
    const Body = readFile(mapping, terminal);
    await put({ Key: mappingKey(Key), Body, ContentLength: Body.length });
  }
  const Body = createReadStream(resolve(terminal.directory, file));
  const { ETag = '' } = await put({ Key, Body, ContentLength: bytesOf(file, terminal) });
  const read = (key: string) => orAwsFailure(records.read(key), 'reading the result');
  return {
    follow: (onProgress) => followed(() => read(resultKey(Key)), ETag.replaceAll('"', ''), onProgress, terminal),
    rejected: async (key) => (await read(key))?.text ?? '',
  };
}

function noBucket(): never {
  const fix = 'apply the stack of this version, or import without --s3';
  throw new CodedError('cli.outputs_invalid', 'the stack has no output uploads_bucket', fix);
}

async function followed(
  read: () => Promise<{ readonly text: string } | undefined>,
  etag: string,
  onProgress: (record: ImportRecord) => void,
  { sleep }: Terminal,
): Promise<ImportRecord> {
  for (let last = ''; ; await sleep(POLL_MS)) {
    const text = (await read())?.text ?? '';
    if (text === '' || text === last) continue;
    last = text;
    const record = JSON.parse(text) as ImportRecord;
    if (record.etag !== etag) continue;
    if (record.state === 'running') onProgress(record);
    else if (record.fault)
      throw new CodedError(record.fault.code, record.fault.message, 'put the file again after that');
    else return record;
  }
}
