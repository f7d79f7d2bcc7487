import { type Command, CommanderError } from 'commander';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { describeFailure } from './describe-failure';
import { createProgram } from './program';
import type { Terminal } from './terminal';

/**
 * Runs one command.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0, or 1 when something failed; the error is on standard error
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = createProgram(terminal, args);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && isHelp(error)) return error.exitCode;
    const failure = error instanceof CommanderError ? usageError(error, program, args) : error;
    terminal.warn(describeFailure(failure, args.includes('--json')));
    return 1;
  }
}

/** Commander has printed help and version already. */
const isHelp = ({ code }: CommanderError): boolean => /^commander\.(help|helpDisplayed|version)$/.test(code);

function usageError({ message }: CommanderError, program: Command, args: readonly string[]): CodedError {
  const what = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new CodedError('cli.usage', what, `npx ${commandWords(program, args).join(' ')} --help`);
}

/** The command that the arguments name, as far as they are valid: `carillon endpoints add`. */
function commandWords(program: Command, [first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [program.name()];
  const subcommand = program.commands.find((command) => command.name() === first);
  return subcommand ? [program.name(), ...commandWords(subcommand, others)] : commandWords(program, others);
}
