import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Terminal } from '../terminal';
import { type CliOutputs, readStackOutputs } from './stack-outputs';

/** What the stack does with types that the catalogue does not have; `refuse` if its outputs do not say. */
export const unknownTypesOf = ({ unknown_types }: Pick<CliOutputs, 'unknown_types'>): UnknownTypes =>
  unknown_types === 'allow' ? 'allow' : 'refuse';

/**
 * The same for commands that need no stack: `refuse` if none is named and none was started here. `CARILLON_OUTPUTS` is set
 * for all commands, so a missing file there counts as no stack; a missing file of `--outputs` is an error.
 *
 * @throws CodedError as `readStackOutputs` does
 */
export function unknownTypesHere(
  named: string | undefined,
  terminal: Pick<Terminal, 'directory' | 'variables'>,
): UnknownTypes {
  try {
    return unknownTypesOf(readStackOutputs(named, terminal));
  } catch (error) {
    const without = named === undefined ? ['cli.no_stack', 'cli.file_unreadable'] : [];
    if (error instanceof CodedError && without.includes(error.code)) return 'refuse';
    throw error;
  }
}
