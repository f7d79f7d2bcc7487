import { isObject } from '../../domain/filter-policy/filter-policy';
import { decodeLine } from '../../domain/import/decode-line';
import { MAX_LINE_BYTES, type RawLine } from '../../domain/import/line-scanner';
import type { Fault } from '../../domain/kit/errors/coded-error';
import { type Prepared, prepare, type Settings } from '../../producer/prepare';

/** One line of a file, validated. */
export type JudgedLine = Pick<RawLine, 'number' | 'end' | 'next'> &
  (
    | { readonly kind: 'blank' }
    | { readonly kind: 'valid'; readonly message: Prepared }
    | { readonly kind: 'rejected'; readonly faults: readonly Fault[] }
  );

/** The value that the text of a line stands for, or the faults of the text; undefined for a blank line. */
export type ReadEntry = (text: string) => TextEntry | undefined;
export type TextEntry = { readonly value: unknown } | { readonly faults: readonly Fault[] };

export interface FileIdentity {
  /** Tenant of the folder; a line may name no other. */
  readonly tenant: string;
  /** Digest of the file's content: S3's ETag, which is its MD5 if it was put in one request. */
  readonly etag: string;
}

/**
 * Validates a line as the SDK does. A line without id and idempotency key gets a key of the file's content and its number:
 * publishing it again publishes the same notification.
 */
export function judgeLine(line: RawLine, readEntry: ReadEntry, file: FileIdentity, settings: Settings): JudgedLine {
  const { number, end, next, bytes } = line;
  const place = { number, end, next };
  const rejected = (faults: readonly Fault[]) => ({ ...place, kind: 'rejected', faults }) as const;
  if (bytes === undefined) return rejected([TOO_LONG]);
  const text = decodeLine(bytes);
  if (text === undefined) return rejected([NOT_UTF_8]);
  const entry = readEntry(text);
  if (entry === undefined) return { ...place, kind: 'blank' };
  if ('faults' in entry) return rejected(entry.faults);
  const foreign = tenantFaults(entry.value, file.tenant);
  const preparation = prepare(withKey(entry.value, `import:${file.etag}:${number}`), settings);
  if (preparation.ok && foreign.length === 0) return { ...place, kind: 'valid', message: preparation.prepared };
  return rejected([...foreign, ...(preparation.ok ? [] : preparation.faults)]);
}

function withKey(value: unknown, idempotencykey: string): unknown {
  const isIdentified = !isObject(value) || Object.hasOwn(value, 'id') || Object.hasOwn(value, 'idempotencykey');
  return isIdentified ? value : { ...value, idempotencykey };
}

function tenantFaults(value: unknown, tenant: string): Fault[] {
  if (!isObject(value) || !Object.hasOwn(value, 'tenant') || value.tenant === tenant) return [];
  const message = `the line is of another tenant than the file, which is of ${tenant}; leave it out`;
  return [{ code: 'import.tenant', path: '/tenant', message }];
}

const TOO_LONG: Fault = {
  code: 'import.line_too_long',
  path: '',
  message: `the line has more than ${MAX_LINE_BYTES} bytes; in CSV, look for a quote that is not closed`,
};

const NOT_UTF_8: Fault = {
  code: 'import.not_utf8',
  path: '',
  message: 'the line is not UTF-8; save the file as UTF-8',
};
