import type { Fault } from '../kit/errors/coded-error';
import { sha256Text } from '../kit/text/sha256-text';
import { attributeFault } from '../notification/attribute-rules';

export type UploadFormat = 'ndjson' | 'csv';

/** What the key of an uploaded file says. */
export type UploadKey =
  | { readonly kind: 'file'; readonly tenant: string; readonly format: UploadFormat }
  /** A folder, as the console of S3 makes them, or a mapping. */
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly fault: Fault };

export const [INBOX, RESULTS, WORK] = ['inbox/', 'results/', 'work/'] as const;
export const MAPPING_ENDING = '.mapping.json';
const FILE = /^inbox\/(?<tenant>[^/]+)\/[^/]*\.(?<format>ndjson|csv)$/is;

/** @param key as EventBridge has it, which does not encode it; slashes and all characters that S3 allows may be in it */
export function readUploadKey(key: string): UploadKey {
  if (key.endsWith('/') || key.endsWith(MAPPING_ENDING)) return { kind: 'other' };
  const { tenant, format } = FILE.exec(key)?.groups ?? {};
  if (tenant === undefined || format === undefined) return { kind: 'refused', fault: NAME };
  const fault = attributeFault('tenant', tenant);
  if (fault) return { kind: 'refused', fault: { ...fault, code: 'import.name' } };
  return { kind: 'file', tenant, format: format.toLowerCase() as UploadFormat };
}

const NAME: Fault = {
  code: 'import.name',
  path: '',
  message: 'the name of the file is not of the form inbox/<tenant>/<name>.ndjson or .csv; put it there',
};

/** Key of the mapping of a CSV file: its name with `.mapping.json` for `.csv`. */
export const mappingKey = (key: string): string => key.replace(/\.csv$/i, MAPPING_ENDING);

/** S3's limit is 1,024 bytes; ours leaves room for what results add. */
const MAX_NAME_BYTES = 900;

/** The name of a file in the keys of its results: its own, or for one that is too long its digest. */
function nameOf(key: string): string {
  const name = key.startsWith(INBOX) ? key.slice(INBOX.length) : key;
  return new TextEncoder().encode(name).length <= MAX_NAME_BYTES ? name : sha256Text(name, 'hex');
}

export const resultKey = (key: string): string => `${RESULTS}${nameOf(key)}.json`;
export const rejectedKey = (key: string): string => `${RESULTS}${nameOf(key)}.rejected.ndjson`;

/** A page of rejected lines: those between two offsets of one version of a file. Writing it again writes the same. */
export const pageKey = (key: string, etag: string, from: number, to: number): string =>
  `${WORK}${sha256Text(`${key}\0${etag}`, 'hex')}/${from}-${to}.ndjson`;
