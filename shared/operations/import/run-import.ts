import { IMPORT_REFUSED, type ImportRecord } from '../../domain/import/import-record';
import { mappingKey, readUploadKey, type UploadFormat } from '../../domain/import/upload-key';
import type { Fault } from '../../domain/kit/errors/coded-error';
import type { Logger } from '../../ports/logger';
import type { RejectedPages, Uploads } from '../../ports/uploads';
import type { Invocation } from '../../runtime/invocation';
import { type ClaimPorts, claimImport, type ImportSubject, refuseUnread } from './claim-import';
import { ReplacedUpload, readBytes } from './file-chunks';
import { LostImport } from './import-owner';
import { type ImportEnd, type WorkPorts, workOn } from './work-on-import';

export interface ImportPorts extends ClaimPorts, WorkPorts {
  readonly uploads: Uploads;
  readonly pages: RejectedPages;
  readonly log: Logger;
}

/** Bytes of the largest file. */
export const MAX_FILE_BYTES = 5 * 1024 ** 3;
const MAX_MAPPING_BYTES = 65_536;
/** An invocation without a limit, as in tests. */
const MAX_LEASE_MS = 900_000;

/**
 * Publishes the file of this key as it is now: events may come twice, late and out of order, so they only say where to
 * look. Continues where another run was interrupted; does nothing if the file is done, or another worker has it.
 */
export async function runImport(key: string, ports: ImportPorts, invocation: Invocation): Promise<ImportEnd> {
  const read = readUploadKey(key);
  if (read.kind === 'other') return 'over';
  if (read.kind === 'refused') return refuse({ file: key }, read.fault, ports);
  const upload = await ports.uploads.find(key);
  const place = { file: key, tenant: read.tenant };
  if (upload === undefined) return refuse(place, MISSING, ports);
  const subject = { ...place, ...upload };
  if (upload.bytes > MAX_FILE_BYTES) return refuse(subject, tooLarge(upload.bytes), ports);
  try {
    const mapping = read.format === 'csv' ? await mappingOf(key, ports.uploads) : undefined;
    return await claimed({ ...subject, ...(mapping !== undefined && { mapping }) }, read.format, ports, invocation);
  } catch (error) {
    // Look again: at the new version, or whether another worker has the record.
    if (!(error instanceof ReplacedUpload || error instanceof LostImport)) throw error;
    ports.log.info('import_lost', { file: key, why: error.name });
    return 'more';
  }
}

async function claimed(
  subject: ImportSubject,
  format: UploadFormat,
  ports: ImportPorts,
  invocation: Invocation,
): Promise<ImportEnd> {
  const leaseMs = Math.min(MAX_LEASE_MS, Math.max(0, invocation.remainingMs()));
  const owner = await claimImport(subject, leaseMs, ports);
  if (typeof owner !== 'string') return workOn(owner, format, ports, invocation);
  ports.log.info('import_left', { file: subject.file, why: owner });
  return 'over';
}

async function refuse(subject: ImportSubject, fault: Fault, ports: ImportPorts): Promise<ImportEnd> {
  await refuseUnread(subject, fault, ports);
  ports.log.error(IMPORT_REFUSED, { file: subject.file, code: fault.code, reason: fault.message });
  return 'over';
}

/** The text of the mapping beside a CSV file, undefined if there is none. */
async function mappingOf(key: string, uploads: Uploads): Promise<ImportRecord['mapping']> {
  const found = await uploads.find(mappingKey(key));
  if (found === undefined) return undefined;
  const bytes = await readBytes(uploads, mappingKey(key), found.etag, 0, Math.min(found.bytes, MAX_MAPPING_BYTES));
  return new TextDecoder().decode(bytes);
}

const MISSING: Fault = { code: 'import.missing', path: '', message: 'the file is not there any more; put it again' };

const tooLarge = (bytes: number): Fault => ({
  code: 'import.too_large',
  path: '',
  message: `the file has ${bytes} bytes, allowed ${MAX_FILE_BYTES}; divide it`,
});
