import type { Command } from 'commander';
import { channels } from '../../../handlers';
import { catalogue } from '../../../shared/catalogue';
import { routeRows } from '../../../shared/domain/routes/route-texts';
import { routesOf } from '../../../shared/domain/routes/routes';
import type { GlobalOptions } from '../options';
import { table } from '../table';
import type { Terminal } from '../terminal';

export const addRoutes = (program: Command, terminal: Terminal): Command =>
  program
    .command('routes')
    .description(
      'Shows which channel gets which type of the catalogue, by the filter policies of this version. Needs no stack; docs/routes.md ' +
        'has the same.',
    )
    .addHelpText('after', EXAMPLES)
    .action((_: unknown, command: Command) => showRoutes(command.optsWithGlobals<GlobalOptions>(), terminal));

const EXAMPLES = `
yes: where its producer names no channels; some tenants: the same, for tenants that the channel takes; if named: only if its
producer names the channel, or another severity than the type's; no: never.

Examples:
  npx carillon routes
  npx carillon routes --json`;

function showRoutes({ json }: GlobalOptions, { print }: Terminal): void {
  const routes = routesOf(catalogue, channels);
  const [heading = [], ...rows] = routeRows(routes, channels);
  const text = table([heading.map((cell) => cell.toUpperCase()), ...rows]);
  print(json ? routes.map((route) => JSON.stringify(route)).join('\n') : text);
}
