import { resolve } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { s3AttachmentStore } from '../../../shared/aws/s3/s3-attachment-store';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import { orAwsFailure } from '../stack/aws-failure';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { localFiles } from './local-files';

/** Place of attachments: a folder, else the bucket of a stack. */
export interface AttachmentsPlace {
  readonly files?: string;
  /** A file that holds the stack's outputs. */
  readonly outputs?: string;
}

/**
 * The store of attachments in the named place; undefined if none is named.
 *
 * @throws CodedError as connecting to the stack does
 */
export async function openFiles(
  { files, outputs: named }: AttachmentsPlace,
  terminal: Terminal,
): Promise<AttachmentStore | undefined> {
  if (files !== undefined) return localFiles(resolve(terminal.directory, files));
  if (named === undefined) return undefined;
  const { outputs, clientConfig } = await connectStack(named, terminal);
  const s3 = new S3Client({ ...clientConfig, forcePathStyle: true });
  return orReadingFails(s3AttachmentStore(s3, outputs.attachments_bucket));
}

const orReadingFails = (store: AttachmentStore): AttachmentStore => ({
  size: (key) => orAwsFailure(store.size(key), 'reading the attachments'),
  read: (key, maxBytes) => orAwsFailure(store.read(key, maxBytes), 'reading the attachments'),
});
