import { type Prepared, prepare, type Settings } from '../../producer/prepare';
import { allValid, type Judged } from './all-valid';
import type { InputEntry } from './parse-entries';

/**
 * The messages of all entries, in order, exactly as the SDK sends them.
 *
 * @throws CodedError `notification.invalid` with every fault of every entry
 */
export const prepareEntries = (entries: readonly InputEntry[], settings: Settings): readonly Prepared[] =>
  allValid(
    entries,
    entries.map(({ value }) => prepareEntry(value, settings)),
  );

export function prepareEntry(value: unknown, settings: Settings): Judged<Prepared> {
  const preparation = prepare(value, settings);
  return preparation.ok ? { ok: true, result: preparation.prepared } : preparation;
}
