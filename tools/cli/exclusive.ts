import type { Command, Option } from 'commander';

/**
 * Options of which one alone may be given: the other would be left unheeded. Whoever gives two is told `cli.usage`, before
 * anything is read or changed. Not by `Option.conflicts`, which does not see the options of the parent command, such as
 * `--outputs`.
 *
 * @param names as `optsWithGlobals` has them, such as `headersFile`
 */
export function exclusive(command: Command, ...names: readonly string[]): Command {
  return command.hook('preAction', () => {
    const [first, second] = names.filter((name) => command.getOptionValueSourceWithGlobals(name) === 'cli');
    if (first === undefined || second === undefined) return;
    const flags = optionsOf(command).filter((option) => [first, second].includes(option.attributeName()));
    command.error(`option ${flags.map((option) => `'${option.flags}'`).join(' cannot be used with option ')}`);
  });
}

/** Its own, then those of its parents. */
const optionsOf = ({ options, parent }: Command): readonly Option[] => [
  ...options,
  ...(parent === null ? [] : optionsOf(parent)),
];
