import { isObject } from '../../../../shared/domain/filter-policy/filter-policy';
import type { CodedError } from '../../../../shared/domain/kit/errors/coded-error';
import { asWritten } from '../../../../shared/domain/kit/json/written-numbers';
import { type InputEntry, inputEntry } from '../../../../shared/operations/entries/parse-entries';
import type { ApiRequest } from '../api-route';
import { inPart, invalidRequest } from './api-error';
import { linesOf } from './lines-of';
import { mediaTypeOf, parseBody } from './read-body';

const MAX_ENTRIES = 100;
const NDJSON = 'application/x-ndjson';
const IDEMPOTENCY_KEY = /^[ -~]{1,120}$/;

interface Entries {
  readonly entries: readonly InputEntry[];
  /** Whether the body is a list or NDJSON, so that each entry has a result of its own. */
  readonly isBatch: boolean;
}

type Publishing = Pick<ApiRequest<'publishNotifications'>, 'text' | 'headers' | 'tenant'>;

/**
 * The notifications of a request: one, a JSON array, or NDJSON. The header `Idempotency-Key` becomes the idempotency key of
 * each that has none and no id.
 *
 * @throws CodedError `api.request_invalid`
 */
export function entriesOf({ text, headers, tenant }: Publishing): Entries {
  const isLines = mediaTypeOf(headers['content-type']) === NDJSON;
  const { entries, isBatch } = isLines ? { entries: linesOf(text), isBatch: true } : valuesOf(text);
  if (entries.length === 0 || entries.length > MAX_ENTRIES) throw wrongNumber(entries.length);
  const key = idempotencyKey(headers['idempotency-key']);
  const keyed = entries.map((entry, n) => withKey(entry, key && (isBatch ? `${key}/${n}` : key)));
  return { entries: keyed.map((entry) => ofTenant(entry, tenant)), isBatch };
}

/**
 * The notification of a request for one.
 *
 * @throws CodedError `api.request_invalid`
 */
export function entryOf(request: Publishing): InputEntry {
  const { entries, isBatch } = entriesOf(request);
  if (isBatch) throw invalidBody('the body is a list, expected one notification');
  return entries[0] as InputEntry;
}

const wrongNumber = (count: number): CodedError =>
  invalidBody(`the body has ${count} notifications, expected 1 to ${MAX_ENTRIES}`);

const invalidBody = (message: string): CodedError =>
  invalidRequest(inPart('body', [{ code: 'api.body_invalid', path: '', message }]));

function valuesOf(text: string): Entries {
  const value = parseBody(text);
  const written = asWritten(text, value);
  if (!Array.isArray(value)) return { entries: [inputEntry(value, written)], isBatch: false };
  return { entries: value.map((one, n) => inputEntry(one, (written as readonly unknown[])[n])), isBatch: true };
}

function idempotencyKey(given: string | undefined): string | undefined {
  if (given === undefined || IDEMPOTENCY_KEY.test(given)) return given;
  const message = `Idempotency-Key has ${given.length} characters, expected 1 to 120 of printable ASCII`;
  throw invalidRequest(inPart('header', [{ code: 'api.parameter_invalid', path: '/idempotency-key', message }]));
}

function withKey(entry: InputEntry, idempotencykey: string | undefined): InputEntry {
  if (idempotencykey === undefined || !isObject(entry.value)) return entry;
  const { id, idempotencykey: own } = entry.value as Readonly<Record<string, unknown>>;
  return id === undefined && own === undefined ? { ...entry, value: { ...entry.value, idempotencykey } } : entry;
}

/** A caller of one tenant publishes for that one alone. */
function ofTenant(entry: InputEntry, tenant: string | undefined): InputEntry {
  const named = isObject(entry.value) ? (entry.value as Readonly<Record<string, unknown>>).tenant : undefined;
  if (tenant === undefined || named === undefined || named === tenant) return entry;
  const fault = {
    code: 'api.tenant_foreign',
    path: '/tenant',
    message: 'tenant is not yours, expected your own, or none',
  };
  return { ...entry, faults: [...(entry.faults ?? []), fault] };
}
