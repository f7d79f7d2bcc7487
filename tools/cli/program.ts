import { Command } from 'commander';
import { version } from '../../package.json';
import { addAudit } from './audit/audit';
import { addDoctor } from './doctor/doctor';
import { addEndpoints } from './endpoints/endpoints';
import { addExplain } from './explain/explain';
import { addKeys } from './keys/keys';
import { addPreview } from './preview/preview';
import { addPublish } from './publish/publish';
import { addReplay } from './replay/replay';
import { addStatus } from './status/status';
import { addSuppressions } from './suppressions/suppressions';
import type { Terminal } from './terminal';

/**
 * The commands and their help. What a command needs to run it requires when it runs, because the AWS SDK takes longer to
 * load than all the rest; by `require`, because `import()` would have to name the file as it is called after compilation.
 */
export function createProgram(terminal: Terminal): Command {
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
  const keeping = [addEndpoints, addSuppressions, addKeys, addAudit, addDoctor];
  for (const add of [addPublish, addStatus, addReplay, addExplain, addPreview, ...keeping]) add(program, terminal);
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
