import type { Command, Option } from 'commander';

/**
 * Makes options mutually exclusive, because one of two would be ignored: a command line with two fails with `cli.usage`
 * before anything is read or changed. Commander's `Option.conflicts` does not see the options of a parent command, such as
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

/** The command's own options, then those of its parents. */
const optionsOf = ({ options, parent }: Command): readonly Option[] => [
  ...options,
  ...(parent === null ? [] : optionsOf(parent)),
];
