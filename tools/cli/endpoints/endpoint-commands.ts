import type { Command } from 'commander';
import { exclusive } from '../exclusive';
import type { DisableOptions, EnableOptions, RotateOptions, TenantOptions } from '../options';
import type { OpenDesk } from './desk';

/** A command on one endpoint. */
export const onEndpoint = (endpoints: Command, name: string, description: string): Command =>
  endpoints
    .command(name)
    .description(description)
    .argument('<id>', 'of the endpoint, as `endpoints list` shows it')
    .requiredOption('--tenant <tenant>', 'whose endpoint');

export const example = (...commands: readonly string[]): string =>
  `\nExample${commands.length > 1 ? 's' : ''}:\n${commands.map((command) => `  npx carillon endpoints ${command}`).join('\n')}`;

export const ON_ONE = '--tenant demo ep_01m83vvae0dxk8dr745633ez6j';

export function addTest(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'test',
    'Posts a signed test event, of type carillon.test, as a delivery would. Records nothing.',
  )
    .addHelpText('after', example(`test ${ON_ONE}`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { testEndpoint } = require('./test-endpoint') as typeof import('./test-endpoint');
      await testEndpoint(id, options, await openDesk(options));
    });
}

export function addRotate(endpoints: Command, openDesk: OpenDesk): void {
  const rotate = onEndpoint(
    endpoints,
    'rotate',
    'Gives an endpoint a new secret. For a while requests are signed with the old one too.',
  )
    .option('--overlap <time>', 'how long the old secret signs too: 0 to 30d', '24h')
    .option(
      '--secret <secret>',
      '- to read it from standard input; or whsec_… or whsk_…, which others see (default: a new one, shown once)',
    )
    .option('--asymmetric', 'sign with a new ed25519 key (default: the kind that it has)')
    .option('--symmetric', 'sign with a new secret that the receiver keeps too (default: the kind that it has)')
    .addHelpText('after', '\nOne of --secret, --asymmetric and --symmetric may be given.')
    .addHelpText('after', example(`rotate ${ON_ONE}`, `rotate ${ON_ONE} --overlap 7d`, `rotate ${ON_ONE} --overlap 0`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RotateOptions>();
      const { rotateEndpoint } = require('./rotate-endpoint') as typeof import('./rotate-endpoint');
      await rotateEndpoint(id, options, await openDesk(options));
    });
  exclusive(rotate, 'secret', 'asymmetric', 'symmetric');
}

export function addDisable(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'disable',
    'Disables an endpoint: it gets nothing, and what it would have got is held until it is enabled.',
  )
    .option('--reason <text>', 'why, for whoever looks at it later (default: by an operator, or the one that it has)')
    .addHelpText('after', example(`disable ${ON_ONE} --reason 'moves to another host'`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DisableOptions>();
      const { disableEndpoint } = require('./switch-endpoint') as typeof import('./switch-endpoint');
      await disableEndpoint(id, options, await openDesk(options));
    });
}

export function addEnable(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'enable',
    'Enables an endpoint. It gets what is published from then on, and with --replay what it missed; its failures are forgotten.',
  )
    .option(
      '--replay',
      'also what it missed and wanted while it was disabled, as long as the ledger keeps it; takes a minute',
    )
    .addHelpText('after', example(`enable ${ON_ONE}`, `enable ${ON_ONE} --replay`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<EnableOptions>();
      if (options.replay) {
        const { enableAndReplay } = require('./enable-and-replay') as typeof import('./enable-and-replay');
        return enableAndReplay(id, options, await openDesk(options));
      }
      const { enableEndpoint } = require('./switch-endpoint') as typeof import('./switch-endpoint');
      await enableEndpoint(id, options, await openDesk(options));
    });
}

export function addRemove(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(endpoints, 'remove', 'Removes an endpoint. Deliveries that wait for another attempt are suppressed.')
    .addHelpText('after', example(`remove ${ON_ONE}`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      const { removeEndpoint } = require('./remove-endpoint') as typeof import('./remove-endpoint');
      await removeEndpoint(id, options, await openDesk(options));
    });
}
