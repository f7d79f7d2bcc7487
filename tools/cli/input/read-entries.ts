import { type InputEntry, parseEntries } from '../../../shared/operations/entries/parse-entries';
import type { Terminal } from '../terminal';
import { inputName, readInput } from './read-input';
import { requireCurrentValidators } from './require-current-validators';

/**
 * The notifications of a file, or of standard input for `-`, for a command that validates them.
 *
 * @throws CodedError `catalogue.generated.stale`; as `readInput` and `parseEntries` do
 */
export async function readEntries(file: string, terminal: Terminal): Promise<readonly InputEntry[]> {
  requireCurrentValidators();
  return parseEntries(await readInput(file, terminal), inputName(file));
}
