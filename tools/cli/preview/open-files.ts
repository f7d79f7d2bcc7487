import { resolve } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { s3AttachmentStore } from '../../../shared/aws/s3/s3-attachment-store';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import type { PreviewOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import type { Terminal } from '../terminal';
import { localFiles } from './local-files';

/**
 * Where attachments are: in the folder, else in the bucket of the stack, that was named. Nowhere without either.
 *
 * @throws CodedError as connecting to the stack does
 */
export async function openFiles(
  { files, outputs: named }: Pick<PreviewOptions, 'files' | 'outputs'>,
  terminal: Terminal,
): Promise<AttachmentStore | undefined> {
  if (files !== undefined) return localFiles(resolve(terminal.directory, files));
  if (named === undefined) return undefined;
  const { outputs, clientConfig } = await connectStack(named, terminal);
  return s3AttachmentStore(new S3Client({ ...clientConfig, forcePathStyle: true }), outputs.attachments_bucket);
}
