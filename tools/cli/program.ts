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
    usage: 'import <file>',
    summary: 'publish each line of a large file, NDJSON or CSV, or check it first',
    load: () => (require('./import/import') as typeof import('./import/import')).addImport,
  },
  {
    usage: 'status <id>',
    summary: 'show the state of every delivery of a notification',
    load: () => (require('./status/status') as typeof import('./status/status')).addStatus,
  },
  {
    usage: 'list',
    summary: "list a tenant's notifications by state, type, channel and time",
    load: () => (require('./list/list') as typeof import('./list/list')).addList,
  },
  {
    usage: 'tail',
    summary: "print a tenant's new notifications as they come",
    load: () => (require('./tail/tail') as typeof import('./tail/tail')).addTail,
  },
  {
    usage: 'tenants',
    summary: 'list the tenants that have published',
    load: () => (require('./tenants/tenants') as typeof import('./tenants/tenants')).addTenants,
  },
  {
    usage: 'replay [id]',
    summary: 'attempt failed, rejected, held or interrupted deliveries again; or send an endpoint what it missed',
    load: () => (require('./replay/replay') as typeof import('./replay/replay')).addReplay,
  },
  {
    usage: 'replays',
    summary: 'show and stop replays of all deliveries that a filter finds',
    load: () => (require('./replays/replays') as typeof import('./replays/replays')).addReplays,
  },
  {
    usage: 'explain <file>',
    summary: 'show which channels a notification reaches, and why',
    load: () => (require('./explain/explain') as typeof import('./explain/explain')).addExplain,
  },
  {
    usage: 'routes',
    summary: 'show which channel gets which type of the catalogue',
    load: () => (require('./routes/routes') as typeof import('./routes/routes')).addRoutes,
  },
  {
    usage: 'preview <file>',
    summary: 'render the mails of notifications to files',
    load: () => (require('./preview/preview') as typeof import('./preview/preview')).addPreview,
  },
  {
    usage: 'endpoints',
    summary: 'add, list, test, change and remove webhook endpoints of a tenant',
    load: () => (require('./endpoints/endpoints') as typeof import('./endpoints/endpoints')).addEndpoints,
  },
  {
    usage: 'suppressions',
    summary: 'list, add and remove addresses that must not be mailed',
    load: () =>
      (require('./suppressions/suppressions') as typeof import('./suppressions/suppressions')).addSuppressions,
  },
  {
    usage: 'keys',
    summary: 'list and rotate data keys, and reseal endpoints with the newest',
    load: () => (require('./keys/keys') as typeof import('./keys/keys')).addKeys,
  },
  {
    usage: 'audit',
    summary: 'verify the record of notifications, list its anchors, erase an address',
    load: () => (require('./audit/audit') as typeof import('./audit/audit')).addAudit,
  },
  {
    usage: 'rebuild-lists',
    summary: 'list everything that the ledger has, such as notifications from before there were lists',
    load: () => (require('./list/rebuild') as typeof import('./list/rebuild')).addRebuildLists,
  },
  {
    usage: 'doctor <folder>',
    summary: 'find resources that are in AWS but not in the Terraform state, and print import blocks',
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
    .description(
      'Publishes notifications, shows the state of their deliveries, and manages the webhook endpoints of tenants.',
    )
    .version(version)
    .option(
      '--outputs <file>',
      'the stack: a file with the output of `terraform output -json` (default: that in CARILLON_OUTPUTS, else of npm start)',
    )
    .option('--json', 'print JSON, errors too: one document, or one per line if there are several')
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

/** `runCli` prints errors, with code and fix; commander prints none. */
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

For another stack than that of npm start:
  terraform output -json > prod.json
  npx carillon status 01M83VVAE0DXK8DR745633EZ6J --outputs prod.json`;
