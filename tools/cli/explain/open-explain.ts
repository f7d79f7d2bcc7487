import { channels } from '../../../handlers';
import {
  type ExplainedEntry,
  type ExplainRequest,
  explainEntries,
} from '../../../shared/operations/explain/explain-entries';
import { readEntries } from '../input/read-entries';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import { unknownTypesHere } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';

type Explain = (request: Omit<ExplainRequest, 'entries' | 'unknownTypes'>) => Promise<readonly ExplainedEntry[]>;

/**
 * Reads the input, and warns of unknown types where the stack takes them. No stack is needed.
 *
 * @returns what explains the entries
 * @throws CodedError as reading the input and the outputs of a stack do
 */
export async function openExplain(file: string, named: string | undefined, terminal: Terminal): Promise<Explain> {
  const entries = await readEntries(file, terminal);
  const unknownTypes = unknownTypesHere(named, terminal);
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  return (request) => explainEntries({ ...request, entries, unknownTypes }, { channels, clock: terminal.clock });
}
