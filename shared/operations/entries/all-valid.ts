import { CodedError, type Fault } from '../../domain/kit/errors/coded-error';
import type { LineFault } from '../../domain/kit/errors/line-fault';
import type { InputEntry } from './parse-entries';

export type Judged<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * The results of all entries, in order.
 *
 * @param judged the result or the faults of each entry
 * @throws CodedError `notification.invalid` if any entry has a fault: with all faults of text and judgement, by line
 */
export function allValid<Result>(entries: readonly InputEntry[], judged: readonly Judged<Result>[]): readonly Result[] {
  const found = judged.flatMap((one, index) => (one.ok ? [] : one.faults.map((fault) => ({ index, fault }))));
  const faults = [...faultsOfText(entries), ...found];
  if (faults.length > 0) throw invalidEntries(entries, faults);
  return judged.flatMap((one) => (one.ok ? [one.result] : []));
}

/** A fault, and the index of the entry that has it. */
interface EntryFault {
  readonly index: number;
  readonly fault: Fault;
}

function invalidEntries(entries: readonly InputEntry[], faults: readonly EntryFault[]): CodedError {
  const invalidCount = new Set(faults.map(({ index }) => index)).size;
  const what = entries.length === 1 ? 'the notification is' : `${invalidCount} of ${entries.length} notifications are`;
  return new CodedError(
    'notification.invalid',
    `${what} invalid; nothing was sent`,
    fix(faults),
    faults.map(({ index, fault }) => withLine(fault, entries[index]?.line)),
  );
}

/** Faults found while the input was parsed. */
const faultsOfText = (entries: readonly InputEntry[]): EntryFault[] =>
  entries.flatMap(({ faults = [] }, index) => faults.map((fault) => ({ index, fault })));

const withLine = (fault: Fault, line: number | undefined): Fault | LineFault =>
  line === undefined ? fault : { ...fault, line };

function fix(faults: readonly EntryFault[]): string {
  const lacksTenant = faults.some(({ fault }) => fault.code === 'notification.tenant.missing');
  return `change what the faults name${lacksTenant ? '; a tenant of the request fills in a missing one' : ''}`;
}
