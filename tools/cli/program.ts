import { Command } from 'commander';
import { version } from '../../package.json';
import { addAudit } from './audit/audit';
import { addDoctor } from './doctor/doctor';
import { addExplain } from './explain/explain';
import { addPreview } from './preview/preview';
import { addPublish } from './publish/publish';
import { addReplay } from './replay/replay';
import { addStatus } from './status/status';
import type { Terminal } from './terminal';

/** Adds the commands of a group, and what else its help says. */
type FillGroup = (group: Command, terminal: Terminal) => void;

interface Group {
  readonly name: string;
  readonly summary: string;
  readonly load: () => FillGroup;
}

/** Loaded when they are named: with their operations they take longer than the help of all commands. */
const GROUPS: readonly Group[] = [
  {
    name: 'endpoints',
    summary: 'add, list, test, change and remove webhook endpoints of a tenant',
    load: () => (require('./endpoints/endpoints') as typeof import('./endpoints/endpoints')).fillEndpoints,
  },
  {
    name: 'suppressions',
    summary: 'list, add and remove what keeps addresses from being mailed',
    load: () =>
      (require('./suppressions/suppressions') as typeof import('./suppressions/suppressions')).fillSuppressions,
  },
  {
    name: 'keys',
    summary: 'list and rotate data keys, and seal endpoints with the newest',
    load: () => (require('./keys/keys') as typeof import('./keys/keys')).fillKeys,
  },
];

/**
 * The commands and their help. What a command needs to run it requires when it runs, because the AWS SDK takes longer to
 * load than all the rest; by `require`, because `import()` would have to name the file as it is called after compilation.
 *
 * @param args of the command line: the groups that they name are loaded
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
  for (const add of [addPublish, addStatus, addReplay, addExplain, addPreview]) add(program, terminal);
  for (const { name, summary, load } of GROUPS) {
    const group = program.command(name).summary(summary);
    if (args.includes(name)) load()(group, terminal);
  }
  for (const add of [addAudit, addDoctor]) add(program, terminal);
  return program;
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
