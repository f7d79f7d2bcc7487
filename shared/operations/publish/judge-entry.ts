import { type Preparation, prepare, type Settings } from '../../producer/prepare';
import type { InputEntry } from '../entries/parse-entries';

/** Prepares an entry, with the faults that were found while it was parsed. */
export function judgeEntry({ value, faults = [] }: InputEntry, settings: Settings): Preparation {
  const preparation = prepare(value, settings);
  if (faults.length === 0) return preparation;
  return { ok: false, faults: [...faults, ...(preparation.ok ? [] : preparation.faults)], given: value };
}
