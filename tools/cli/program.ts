import { Command } from 'commander';
import { version } from '../../package.json';
import type { Terminal } from './terminal';

/** Adds a command, or a group of commands, to the program and returns it. */
type AddCommand = (program: Command, terminal: Terminal) => Command;

interface LazyCommand {
  /** Name and arguments, for the help of all commands. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => AddCommand;
}

/** In the order of the help. */
const COMMANDS: readonly LazyCommand[] = [
  {
    usage: 'publish <file>',
    summary: 'publish notifications from a file',
    load: () => (require('./publish/publish') as typeof import('./publish/publish')).addPublish,
  },
  {
    usage: 'status <id>',
    summary: 'show what became of a notification',
    load: () => (require('./status/status') as typeof import('./status/status')).addStatus,
  },
  {
    usage: 'replay [id]',
    summary: 'attempt again what failed, was rejected, held, or left claimed; or send an endpoint what it missed',
    load: () => (require('./replay/replay') as typeof import('./replay/replay')).addReplay,
  },
  {
    usage: 'explain <file>',
    summary: 'say which channels notifications reach, and why',
    load: () => (require('./explain/explain') as typeof import('./explain/explain')).addExplain,
  },
  {
    usage: 'preview <file>',
    summary: 'write the mails of notifications to files',
    load: () => (require('./preview/preview') as typeof import('./preview/preview')).addPreview,
  },
  {
    usage: 'endpoints',
    summary: 'add, list, test, change and remove webhook endpoints of a tenant',
    load: () => (require('./endpoints/endpoints') as typeof import('./endpoints/endpoints')).addEndpoints,
  },
  {
    usage: 'suppressions',
    summary: 'list, add and remove what keeps addresses from being mailed',
    load: () =>
      (require('./suppressions/suppressions') as typeof import('./suppressions/suppressions')).addSuppressions,
  },
  {
    usage: 'keys',
    summary: 'list and rotate data keys, and seal endpoints with the newest',
    load: () => (require('./keys/keys') as typeof import('./keys/keys')).addKeys,
  },
  {
    usage: 'audit',
    summary: 'verify what was recorded, list its anchors, erase an address',
    load: () => (require('./audit/audit') as typeof import('./audit/audit')).addAudit,
  },
  {
    usage: 'doctor <folder>',
    summary: 'find what is in AWS and not in the Terraform state, and print import blocks',
    load: () => (require('./doctor/doctor') as typeof import('./doctor/doctor')).addDoctor,
  },
];

/**
 * The commands and their help.
 *
 * Lazy loading: a command's module, with its operations and AWS SDK clients, is loaded only if `args` name the command.
 * Loading all of them would multiply the start-up time of `--help`. Nothing else in the CLI loads late. `require`, because
 * `import()` needs the file's name after compilation.
 *
 * @param args of the command line
 */
export function createProgram(terminal: Terminal, args: readonly string[]): Command {
  const program = new Command('carillon')
    .description('Publishes notifications, shows what became of them, and keeps the webhook endpoints of tenants.')
    .version(version)
    .option(
      '--outputs <file>',
      'the stack: output of `terraform output -json` (default: CARILLON_OUTPUTS, else npm start)',
    )
    .option('--json', 'print JSON: one document, or one a line where there are several; errors too')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput(outputTo(terminal))
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  for (const command of COMMANDS) addLazily(command, program, terminal, args);
  return program;
}

function addLazily(
  { usage, summary, load }: LazyCommand,
  program: Command,
  terminal: Terminal,
  args: readonly string[],
): void {
  const [name = ''] = usage.split(' ');
  const command = args.includes(name) ? load()(program, terminal) : program.command(usage);
  command.summary(summary);
}

/** Errors are shown by `runCli`, with code and fix. */
const outputTo = ({ print, warn }: Terminal) => ({
  writeOut: (text: string) => print(text.trimEnd()),
  writeErr: (text: string) => warn(text.trimEnd()),
  outputError: () => undefined,
});

const EXAMPLES = `
Examples:
  npx carillon publish examples/order-shipped.json
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J
  npx carillon endpoints list --tenant demo

Another stack than the one of npm start:
  terraform output -json > prod.json
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J --outputs prod.json`;
