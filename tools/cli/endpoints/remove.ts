import type { Command } from 'commander';
import { removeEndpoint } from '../../../shared/operations/endpoints/remove-endpoint';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { example, ON_ONE, onEndpoint } from './on-endpoint';

export function addRemove(endpoints: Command, openDesk: OpenDesk): void {
  onEndpoint(endpoints, 'remove', 'Removes an endpoint. Deliveries that wait for another attempt are suppressed.')
    .addHelpText('after', example(`remove ${ON_ONE}`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TenantOptions>();
      await remove(id, options, await openDesk(options));
    });
}

/** @throws CodedError as `removeEndpoint` does */
async function remove(id: string, { tenant, json }: TenantOptions, desk: Desk): Promise<void> {
  await inCliWords(removeEndpoint({ tenant, id }, desk), ENDPOINT_WORDS);
  desk.terminal.print(json ? JSON.stringify({ id, tenant, removed: true }) : `removed ${id} of tenant ${tenant}`);
}
