import { isObject } from '../../domain/filter-policy/filter-policy';
import { explainChannel } from '../../producer/explain-channel';
import type { Prepared } from '../../producer/prepare';
import type { Explanation } from '../../producer/producer';
import { type EntryDefaults, type EntryPorts, entrySettings } from '../entries/entry-settings';
import type { InputEntry } from '../entries/parse-entries';
import { prepareEntries } from '../entries/prepare-entries';

export interface ExplainRequest extends EntryDefaults {
  readonly entries: readonly InputEntry[];
}

export interface ExplainedEntry {
  readonly line?: number;
  /** The entry's id, if it has one. */
  readonly id?: string;
  readonly type: string;
  readonly channels: readonly Explanation[];
}

/**
 * Explains for each entry, in order, which channels it would reach and why. Sends nothing.
 *
 * @throws CodedError `notification.invalid` with every fault of every entry
 */
export async function explainEntries(
  { entries, ...defaults }: ExplainRequest,
  ports: EntryPorts,
): Promise<readonly ExplainedEntry[]> {
  const messages = prepareEntries(entries, entrySettings(defaults, ports));
  return messages.map((message, n) => explained(entries[n], message, ports));
}

function explained(entry: InputEntry | undefined, message: Prepared, { channels }: EntryPorts): ExplainedEntry {
  const { id, type } = isObject(entry?.value) ? entry.value : {};
  return {
    ...(entry?.line !== undefined && { line: entry.line }),
    ...(typeof id === 'string' && { id }),
    type: String(type),
    channels: channels.map((manifest) => explainChannel(manifest, message)),
  };
}
