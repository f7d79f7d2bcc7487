import type { Command } from 'commander';
import { collect } from '../collect';
import { exclusive } from '../exclusive';
import type { Terminal } from '../terminal';
import { parseRate } from './parse-rate';
import { type ReplayEndpointOptions, replayEndpoint } from './replay-endpoint';
import { type ReplayFilterOptions, replayFilter } from './replay-filter';
import { type ReplayOptions, replayNotification } from './replay-notification';

export function addReplay(program: Command, terminal: Terminal): Command {
  const replay = program
    .command('replay')
    .description(
      'Shows which deliveries of a notification failed, were rejected or are held, and with --yes attempts them again. With --endpoint in place of an id: everything that a webhook endpoint missed since a time. With --state: all deliveries of a tenant that are in this state, by a run that goes on by itself.',
    )
    .argument('[id]', 'id of the notification')
    .option('--channel <name>', 'only the deliveries of this channel')
    .option('--target <target>', 'only the delivery to this address or endpoint; may be repeated', collect)
    .option('--endpoint <endpoint>', 'send this endpoint what it missed; requires --tenant and --since')
    .option('--tenant <tenant>', 'the tenant of the endpoint, or of the deliveries')
    .option(
      '--state <state>',
      'all deliveries in this state, of every page: failed, rejected or held; requires --tenant',
    )
    .option('--type <type>', 'with --state: only of notifications of this type')
    .option('--until <time>', 'with --state: only what was accepted before this time (default: now)')
    .option('--rate <count>', 'with --state: deliveries per second, 1 to 100 (default: 10)', parseRate)
    .option('--dry-run', 'send nothing, which is the default')
    .option('--since <time>', 'what was accepted since this time: 2026-11-23T09:30:00Z, 2026-11-23, 24h or 7d')
    .option('--yes', 'attempt them; without --yes, nothing is sent')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AllOptions>();
      const { endpoint, tenant, since, state } = options;
      if (state !== undefined) {
        refuseOtherForms(id, options, command);
        return replayFilter({ ...options, state, tenant: tenant ?? '' }, terminal);
      }
      refuseMixture(id, options, command);
      if (id !== undefined) return replayNotification(id, options, terminal);
      const given = { ...options, endpoint: endpoint ?? '', tenant: tenant ?? '', since: since ?? '' };
      await replayEndpoint(given, terminal);
    });
  exclusive(replay, 'endpoint', 'target');
  exclusive(replay, 'yes', 'dryRun');
  return replay;
}

type AllOptions = ReplayOptions & Partial<ReplayEndpointOptions> & Partial<ReplayFilterOptions>;

/** Refuses what a replay by state would ignore. */
function refuseOtherForms(id: string | undefined, { tenant, target }: AllOptions, command: Command): void {
  if (id !== undefined || target !== undefined) command.error('--state cannot be used with an id or --target');
  if (tenant === undefined) command.error('--state requires --tenant');
}

/** Refuses options of both forms, because those of one would be ignored. */
function refuseMixture(
  id: string | undefined,
  { endpoint, tenant, since, channel, ...others }: AllOptions,
  command: Command,
): void {
  const ofState = [others.type, others.until, others.rate].some((value) => value !== undefined);
  if (ofState) command.error('--type, --until and --rate require --state');
  if (endpoint !== undefined && channel !== undefined)
    command.error("option '--endpoint <endpoint>' cannot be used with option '--channel <name>' without --state");
  const given = [endpoint, tenant, since].filter((value) => value !== undefined).length;
  if (id !== undefined && given > 0)
    command.error(
      'an id cannot be used with --endpoint, --tenant and --since: these replay all that an endpoint missed',
    );
  if (id === undefined && given === 0) command.error("missing required argument 'id', or --endpoint");
  if (id === undefined && given < 3) command.error('--endpoint, --tenant and --since must be given together');
}

const EXAMPLES = `
Examples:
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J --channel webhook --yes
  npx carillon replay 01M83VVAE0DXK8DR745633EZ6J --target ada@example.com --yes
  npx carillon replay --tenant demo --state failed --type order.shipped --since 24h
  npx carillon replay --endpoint ep_01m83vvae0dxk8dr745633ez6j --tenant demo --since 2026-11-23T09:30:00Z --yes

What was delivered, sent or suppressed is never attempted again, nor is a delivery to an erased address. A record whose
seal by the audit channel is missing or does not match is not sent. Attempts start the schedule anew, under the same
webhook-id. An endpoint gets what its types select and it missed: held while it was disabled, failed, rejected, or
published before it was added, as long as the ledger keeps it.`;
