import type { Command } from 'commander';
import { collect } from '../collect';
import { exclusive } from '../exclusive';
import type { Terminal } from '../terminal';
import { type ReplayEndpointOptions, replayEndpoint } from './replay-endpoint';
import { type ReplayOptions, replayNotification } from './replay-notification';

export function addReplay(program: Command, terminal: Terminal): Command {
  const replay = program
    .command('replay')
    .description(
      'Shows which deliveries of a notification failed, were rejected or are held, and with --yes attempts them again. With --endpoint instead of an id: everything that a webhook endpoint missed since a moment.',
    )
    .argument('[id]', 'of the notification')
    .option('--channel <name>', 'only the deliveries of this channel')
    .option('--target <target>', 'only the delivery to this address or endpoint; may be repeated', collect)
    .option('--endpoint <endpoint>', 'what this endpoint missed, to it alone; with --tenant and --since')
    .option('--tenant <tenant>', 'whose endpoint')
    .option('--since <time>', 'accepted since then: 2026-11-23T09:30:00Z, 2026-11-23, 24h or 7d')
    .option('--yes', 'do it; without, nothing is sent')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ReplayOptions & Partial<ReplayEndpointOptions>>();
      const { endpoint, tenant, since } = options;
      refuseMixture(id, options, command);
      if (id !== undefined) return replayNotification(id, options, terminal);
      const given = { ...options, endpoint: endpoint ?? '', tenant: tenant ?? '', since: since ?? '' };
      await replayEndpoint(given, terminal);
    });
  for (const name of ['channel', 'target']) exclusive(replay, 'endpoint', name);
  return replay;
}

/** What belongs to the other form would be left unheeded. */
function refuseMixture(
  id: string | undefined,
  { endpoint, tenant, since }: Partial<ReplayEndpointOptions>,
  command: Command,
): void {
  const given = [endpoint, tenant, since].filter((value) => value !== undefined).length;
  if (id !== undefined && given > 0)
    command.error(
      'an id cannot be used with --endpoint, --tenant and --since: they are for all that an endpoint missed',
    );
  if (id === undefined && given === 0) command.error("missing required argument 'id', or --endpoint");
  if (id === undefined && given < 3) command.error('--endpoint, --tenant and --since are given together');
}

const EXAMPLES = `
Examples:
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J --channel webhook --yes
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J --target ada@example.com --yes
  npx carillon replay --endpoint ep_01m83vvae0dxk8dr745633ez6j --tenant demo --since 2026-11-23T09:30:00Z --yes

What was delivered, sent or suppressed is never attempted again, nor what went to an address that was erased. A record
that the audit channel has not sealed as it is, is not sent. The attempts begin with the first of the schedule, and under
the same webhook-id. An endpoint gets what it wants by its types and missed: held while it was disabled, failed,
rejected, or published before it was added, as long as the ledger keeps it.`;
