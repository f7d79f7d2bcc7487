import type { Command } from 'commander';

/**
 * Options of a command of which one alone may be given: the other would be left unheeded. Each names the others, so that
 * whoever gives two is told `cli.usage`, before anything is read or changed.
 *
 * @param names as `optsWithGlobals` has them, such as `headersFile`
 */
export function exclusive(command: Command, ...names: readonly string[]): Command {
  for (const option of command.options) {
    const name = option.attributeName();
    if (names.includes(name)) option.conflicts(names.filter((other) => other !== name));
  }
  return command;
}
