import { claim, type ImportRecord } from '../../domain/import/import-record';
import { BEGIN } from '../../domain/import/line-scanner';
import { rejectedKey, resultKey } from '../../domain/import/upload-key';
import type { Clock } from '../../ports/clock';
import type { ImportRecords } from '../../ports/uploads';
import { ImportOwner, LostImport } from './import-owner';

export interface ClaimPorts {
  readonly records: ImportRecords;
  readonly clock: Clock;
  /** A new text each time. */
  readonly newOwner: () => string;
}

/** What the record of a run begins with. */
export type ImportSubject = Pick<ImportRecord, 'file' | 'tenant' | 'etag' | 'bytes' | 'mapping'>;

const MAX_TRIES = 5;

/**
 * Takes the lease of an import until the invocation ends: it expires when its worker cannot run any more.
 *
 * @returns why there is nothing to do, if so
 */
export async function claimImport(
  subject: ImportSubject,
  leaseMs: number,
  ports: ClaimPorts,
): Promise<ImportOwner | 'done' | 'leased'> {
  const key = resultKey(subject.file);
  for (let tries = 1; ; tries += 1) {
    const found = await ports.records.read(key);
    const known = readRecord(found?.text);
    const now = ports.clock.now();
    const claimed = claim(known, now, subject);
    if (claimed.kind === 'leave') return claimed.why;
    const until = new Date(now.getTime() + leaseMs).toISOString();
    const record = claimed.kind === 'continue' ? claimed.record : begun(subject, known, now);
    const owner = new ImportOwner(ports, key, found?.version, record);
    try {
      await owner.save({ lease: { owner: ports.newOwner(), until }, problem: undefined });
      return owner;
    } catch (error) {
      if (!(error instanceof LostImport) || tries === MAX_TRIES) throw error;
    }
  }
}

/** Refuses a file of which nothing was read; what a run has published stays counted. */
export async function refuseUnread(
  subject: ImportSubject,
  fault: NonNullable<ImportRecord['fault']>,
  { records, clock }: ClaimPorts,
): Promise<void> {
  const key = resultKey(subject.file);
  const found = await records.read(key);
  const known = readRecord(found?.text);
  if (known?.state === 'done' && subject.etag === undefined) return;
  const now = clock.now();
  const record = known && known.etag !== undefined && subject.etag === undefined ? known : begun(subject, known, now);
  const owner = new ImportOwner({ records, clock }, key, found?.version, record);
  await owner.save({ state: 'refused', fault, endedAt: now.toISOString(), lease: undefined });
}

function begun(subject: ImportSubject, known: ImportRecord | undefined, now: Date): ImportRecord {
  const startedAt = now.toISOString();
  return {
    ...subject,
    state: 'running',
    startedAt,
    updatedAt: startedAt,
    lines: { read: 0, published: 0, rejected: 0 },
    position: BEGIN,
    pages: [],
    ...ofPredecessor(known),
  };
}

/**
 * Rejected lines of another version must not stay beside this result. The worker of an unfinished one that has pages may
 * be about to write them, however late: it writes nothing over what this run writes.
 */
function ofPredecessor(known: ImportRecord | undefined): Pick<ImportRecord, 'rejected'> {
  if (known?.rejected !== undefined) return { rejected: known.rejected };
  return known !== undefined && known.pages.length > 0 ? { rejected: rejectedKey(known.file) } : {};
}

/** Undefined for a record that is none: it begins anew, since ids are derived. */
function readRecord(text: string | undefined): ImportRecord | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as ImportRecord);
  } catch {
    return undefined;
  }
}
