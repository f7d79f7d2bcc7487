import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Mapping, NO_MAPPING, readMapping } from '../../../shared/domain/import/mapping';
import type { UploadFormat } from '../../../shared/domain/import/upload-key';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { type LocalFile, refused } from '../../../shared/operations/import/import-file';
import { HEAD_BYTES } from '../../../shared/operations/import/open-file';
import { inputName, readFile, unreadable } from '../input/read-input';
import type { Terminal } from '../terminal';

export interface FileChoice {
  readonly file: string;
  readonly tenant: string;
  /** Name of the file with the mapping of a CSV file. */
  readonly mapping?: string | undefined;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * A file of the disk, which is read twice: first for its digest, which is the ETag that S3 would give it.
 *
 * @throws CodedError `cli.file_unreadable`, `cli.file_format`, `import.mapping`
 */
export async function openLocalFile({ file, tenant, mapping }: FileChoice, terminal: Terminal): Promise<LocalFile> {
  const path = resolve(terminal.directory, file);
  const format = formatOf(file);
  if (mapping !== undefined && format === 'ndjson') throw noMapping(file);
  const chunksFrom = (start: number) => createReadStream(path, { start, highWaterMark: CHUNK_BYTES });
  try {
    const head = await buffer(createReadStream(path, { end: HEAD_BYTES - 1 }));
    return {
      tenant,
      format,
      mapping: mappingOf(mapping, terminal),
      head,
      chunksFrom,
      etag: await md5Of(chunksFrom(0)),
    };
  } catch (error) {
    throw error instanceof CodedError ? error : unreadable(error, inputName(file), 'name a file that can be read');
  }
}

export const bytesOf = (file: string, { directory }: Terminal): number => statSync(resolve(directory, file)).size;

function formatOf(file: string): UploadFormat {
  const [, ending = ''] = /\.(ndjson|csv)$/i.exec(file) ?? [];
  if (ending !== '') return ending.toLowerCase() as UploadFormat;
  const fix =
    'name it with the ending of its format; one notification or a small file can be published with carillon publish';
  throw new CodedError('cli.file_format', `${inputName(file)} ends in neither .ndjson nor .csv`, fix);
}

const noMapping = (file: string): CodedError =>
  new CodedError('cli.file_format', `${inputName(file)} is NDJSON, which has no columns to map`, 'leave out --mapping');

function mappingOf(name: string | undefined, terminal: Terminal): Mapping {
  if (name === undefined) return NO_MAPPING;
  const read = readMapping(Buffer.from(readFile(name, terminal)).toString());
  if (read.ok) return read.mapping;
  throw refused(read.faults);
}

async function md5Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('md5');
  for await (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
}
