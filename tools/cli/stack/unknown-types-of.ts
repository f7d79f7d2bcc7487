import type { UnknownTypes } from '../../../shared/catalogue/type-faults';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Terminal } from '../terminal';
import { type CliOutputs, readStackOutputs } from './stack-outputs';

/** What the stack does with types that the catalogue does not have. A stack that does not say it is as one that refuses. */
export const unknownTypesOf = ({ unknown_types }: Pick<CliOutputs, 'unknown_types'>): UnknownTypes =>
  unknown_types === 'allow' ? 'allow' : 'refuse';

/**
 * The same for commands that need no stack: of the one that is named, or was started here; without any, `refuse`. That
 * `CARILLON_OUTPUTS` names a file which is not there is no reason to stop: it is set for all commands, and these need none.
 * A file that `--outputs` names is meant for this one.
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
