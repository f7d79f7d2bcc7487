import type { Fault } from '../kit/errors/coded-error';
import type { Position } from './line-scanner';

/** The `event` of the log line for a file that could not be read. The stack counts these lines. */
export const IMPORT_REFUSED = 'import_refused';

/**
 * State of an import.
 *
 * - `running`: lines are being published, or a worker was interrupted and another will continue
 * - `done`: every line was published or rejected
 * - `refused`: the file could not be read, or not to its end: `fault` says why
 */
export type ImportState = 'running' | 'done' | 'refused';

/** The result of one file, readable while it runs: `results/<tenant>/<file>.json`. Checkpoint and lease as well. */
export interface ImportRecord {
  /** Key of the file. */
  readonly file: string;
  /** Absent for a file that is in no tenant's folder. */
  readonly tenant?: string;
  /** Version of the file; absent if there is none. */
  readonly etag?: string;
  readonly bytes?: number;
  readonly state: ImportState;
  /** RFC 3339, as all times here. */
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly endedAt?: string;
  /** Lines until `position`, without blank ones. */
  readonly lines: { readonly read: number; readonly published: number; readonly rejected: number };
  /** Key of the rejected lines, once the state is `done` and there are any. */
  readonly rejected?: string;
  readonly fault?: Fault | undefined;
  /** Why the last worker stopped; another continues. */
  readonly problem?: Fault | undefined;
  /** Where to continue. */
  readonly position: Position;
  /** Content of the mapping file when the run began: a run has one mapping. */
  readonly mapping?: string;
  /** Pages of rejected lines until `position`, while it runs. */
  readonly pages: readonly string[];
  readonly lease?: { readonly owner: string; readonly until: string } | undefined;
}

export type Claim =
  /** Begin, or begin again: nothing is known of this version of the file. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'continue'; readonly record: ImportRecord }
  /** Done, or leased by another worker, whose own message comes back if it crashes. */
  | { readonly kind: 'leave'; readonly why: 'done' | 'leased' };

/**
 * What a worker may do with a file of this version and mapping. A lease is of one version: a worker of a replaced file
 * loses its record to the first that finds the new one. A refused file that is put again is read again.
 */
export function claim(
  record: ImportRecord | undefined,
  now: Date,
  { etag, mapping }: Pick<ImportRecord, 'etag' | 'mapping'>,
): Claim {
  if (record === undefined || record.etag !== etag || record.mapping !== mapping) return { kind: 'begin' };
  if (record.state === 'done') return { kind: 'leave', why: 'done' };
  if (record.state === 'refused') return { kind: 'begin' };
  const isLeased = record.lease !== undefined && Date.parse(record.lease.until) > now.getTime();
  return isLeased ? { kind: 'leave', why: 'leased' } : { kind: 'continue', record };
}
