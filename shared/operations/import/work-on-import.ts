import { IMPORT_REFUSED, type ImportRecord } from '../../domain/import/import-record';
import { type Mapping, NO_MAPPING, readMapping } from '../../domain/import/mapping';
import { pageKey, rejectedKey, type UploadFormat } from '../../domain/import/upload-key';
import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import { describeError } from '../../domain/kit/errors/describe-error';
import type { Logger } from '../../ports/logger';
import type { RejectedPages, Uploads } from '../../ports/uploads';
import type { Settings } from '../../producer/prepare';
import type { Invocation } from '../../runtime/invocation';
import { fileChunks, ReplacedUpload, readBytes } from './file-chunks';
import { type ImportOwner, LostImport } from './import-owner';
import { importWindow, sumOf, type WindowPorts } from './import-window';
import { judgedLines } from './judged-lines';
import { HEAD_BYTES, type OpenFile, openFile } from './open-file';

/** Whether a further invocation has work to do with the file. */
export type ImportEnd = 'over' | 'more';

export interface WorkPorts extends WindowPorts {
  readonly uploads: Uploads;
  readonly pages: RejectedPages;
  readonly log: Logger;
  /** Settings of the producer, for the files of a tenant. */
  readonly settingsOf: (tenant: string) => Settings;
}

/** A window takes 5 s and the retries of its last calls: no window begins with less time left. */
const WINDOW_RESERVE_MS = 40_000;
/** Time to join rejected lines: more than a gigabyte of them at 25 MB/s. */
const JOIN_RESERVE_MS = 90_000;

type Known = ImportRecord & { readonly tenant: string; readonly etag: string; readonly bytes: number };

/** Publishes the rest of an owned import, as far as the time allows. */
export async function workOn(
  owner: ImportOwner,
  format: UploadFormat,
  ports: WorkPorts,
  invocation: Invocation,
): Promise<ImportEnd> {
  try {
    const opened = await openOwned(owner.record as Known, format, ports.uploads);
    return await ('faults' in opened ? refuse(owner, opened.faults, ports) : publish(owner, opened, ports, invocation));
  } catch (error) {
    if (!(error instanceof LostImport || error instanceof ReplacedUpload)) await release(owner, error, ports);
    throw error;
  }
}

async function openOwned(
  { file, etag, bytes, mapping: text }: Known,
  format: UploadFormat,
  uploads: Uploads,
): Promise<OpenFile | { readonly faults: readonly Fault[] }> {
  const mapping = text === undefined ? ({ ok: true, mapping: NO_MAPPING } as const) : readMapping(text);
  if (!mapping.ok) return mapping;
  const head = await readBytes(uploads, file, etag, 0, Math.min(bytes, HEAD_BYTES));
  const opened = openFile(head, format, mapping.mapping satisfies Mapping);
  return opened.ok ? opened.file : opened;
}

async function publish(
  owner: ImportOwner,
  file: OpenFile,
  ports: WorkPorts,
  invocation: Invocation,
): Promise<ImportEnd> {
  const { tenant, etag, bytes, position, ...record } = owner.record as Known;
  const from = position.offset < file.begin.offset ? file.begin : position;
  const chunks = fileChunks(ports.uploads, record.file, { etag, bytes }, from.offset);
  const lines = judgedLines(chunks, from, file, { tenant, etag }, ports.settingsOf(tenant));
  for (let at = from, windows = 0; ; windows += 1) {
    if (windows > 0 && invocation.remainingMs() < WINDOW_RESERVE_MS) return pause(owner, ports);
    const window = await importWindow(lines, at, ports);
    await keep(owner, window, at.offset, ports);
    at = window.end;
    if (window.isLast)
      return invocation.remainingMs() < joinMs(owner, windows) ? pause(owner, ports) : finish(owner, ports);
  }
}

/** The first window of an invocation that finds nothing left to read has all its time. */
const joinMs = ({ record: { pages } }: ImportOwner, windows: number): number =>
  pages.length === 0 || windows === 0 ? 0 : JOIN_RESERVE_MS;

async function keep(
  owner: ImportOwner,
  { end, counts, rejected }: Awaited<ReturnType<typeof importWindow>>,
  from: number,
  { pages }: WorkPorts,
): Promise<void> {
  const { file, etag = '', lines, pages: known } = owner.record;
  const page = rejected === '' ? [] : [pageKey(file, etag, from, end.offset)];
  for (const key of page) await pages.put(key, rejected);
  await owner.save({ position: end, lines: sumOf(lines, counts), pages: [...known, ...page] });
}

/** Gives the lease back before the message that continues is sent: the invocation that receives it must be able to take it. */
async function pause(owner: ImportOwner, { log }: WorkPorts): Promise<ImportEnd> {
  await owner.save({ lease: undefined });
  log.info('import_paused', fieldsOf(owner.record));
  return 'more';
}

async function finish(owner: ImportOwner, { pages, clock, log }: WorkPorts): Promise<ImportEnd> {
  const rejected = rejectedKey(owner.record.file);
  const hasRejected = owner.record.pages.length > 0 || owner.record.rejected !== undefined;
  if (hasRejected) await join(owner, rejected, pages);
  await owner.save({
    state: 'done',
    endedAt: clock.now().toISOString(),
    pages: [],
    lease: undefined,
    ...(hasRejected && { rejected }),
  });
  log.info('import_done', fieldsOf(owner.record));
  return 'over';
}

const MAX_JOINS = 5;

/**
 * Joins the pages, unless another worker has the record. The version is read before the record is written: a worker of a
 * replaced file, however late, replaces nothing of its successor.
 */
async function join(owner: ImportOwner, key: string, pages: RejectedPages): Promise<void> {
  for (let tries = 0; tries < MAX_JOINS; tries += 1) {
    const version = await pages.versionOf(key);
    await owner.save({});
    if (await pages.join(key, owner.record.pages, version)) return;
  }
  throw new Error(`${key} was written by others ${MAX_JOINS} times in a row`);
}

async function refuse(owner: ImportOwner, faults: readonly Fault[], { clock, log }: WorkPorts): Promise<ImportEnd> {
  const [first] = faults as readonly [Fault];
  const fault = { ...first, message: faults.map(({ message }) => message).join('; ') };
  await owner.save({ state: 'refused', fault, endedAt: clock.now().toISOString(), lease: undefined });
  log.error(IMPORT_REFUSED, { file: owner.record.file, code: fault.code, reason: fault.message });
  return 'over';
}

/** Says in the result why it stopped, and lets the next worker begin at once. Fails only with the error itself. */
async function release(owner: ImportOwner, error: unknown, { log }: WorkPorts): Promise<void> {
  const { file } = owner.record;
  const problem = {
    code: error instanceof CodedError ? error.code : 'import.failed',
    path: '',
    message: describeError(error),
  };
  log.error('import_interrupted', { file, error: problem.message });
  await owner.save({ problem, lease: undefined }).catch((failure: unknown) => {
    log.error('import_not_released', { file, error: describeError(failure) });
  });
}

const fieldsOf = ({ file, tenant, bytes, lines, position }: ImportRecord) => ({
  file,
  tenant,
  bytes,
  ...lines,
  offset: position.offset,
});
