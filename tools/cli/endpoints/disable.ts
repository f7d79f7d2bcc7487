import type { Command } from 'commander';
import { type DisabledEndpoint, disableEndpoint } from '../../../shared/operations/endpoints/disable-endpoint';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { example, ON_ONE, onEndpoint } from './on-endpoint';
import { stateText } from './show-endpoint';

interface DisableOptions extends TenantOptions {
  readonly reason?: string;
}

export function addDisable(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(
    endpoints,
    'disable',
    'Disables an endpoint: it gets nothing, and its deliveries are held until it is enabled.',
  )
    .option('--reason <text>', 'shown with its state (default: by an operator, or the reason that it has)')
    .addHelpText('after', example(`disable ${ON_ONE} --reason 'moves to another host'`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DisableOptions>();
      await disable(id, options, await openDesk(options));
    });
}

/** @throws CodedError as `disableEndpoint` does */
export async function disable(id: string, options: DisableOptions, desk: DisableDesk): Promise<void> {
  const { tenant, reason, json } = options;
  const request = { tenant, id, ...(reason !== undefined && { reason }) };
  const disabled = await inCliWords(disableEndpoint(request, desk), ENDPOINT_WORDS);
  desk.terminal.print((json ? jsonDisabled : formatDisabled)(id, tenant, disabled));
}

type DisableDesk = Pick<Desk, 'registry' | 'clock' | 'terminal'>;

function formatDisabled(id: string, tenant: string, { state, before }: DisabledEndpoint): string {
  const line = `${id} of tenant ${tenant} is ${stateText(state)}`;
  if (before.enabled) return line;
  const end = state === before ? '--reason changes its reason' : `its reason was: ${before.reason ?? 'none'}`;
  return `${line}\nit was disabled already, since ${before.since}; ${end}`;
}

const jsonDisabled = (id: string, tenant: string, { state, before }: DisabledEndpoint): string =>
  JSON.stringify({ id, tenant, state, wasDisabled: !before.enabled });
