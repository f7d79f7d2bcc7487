import { findEndpoint } from '../../../shared/operations/endpoints/find-endpoint';
import type { Missed } from '../../../shared/operations/replay/missed-deliveries';
import { replayMissed } from '../../../shared/operations/replay/replay-missed';
import { type Desk, openDesk } from '../endpoints/desk';
import { ENDPOINT_WORDS } from '../endpoints/endpoint-words';
import { inCliWords } from '../in-cli-words';
import type { GlobalOptions } from '../options';
import type { Terminal } from '../terminal';
import { parseSince } from './parse-since';
import { missedLine, reportReplayed } from './report-replayed';

/** A replay of what an endpoint missed. */
export interface ReplayEndpointOptions extends GlobalOptions {
  readonly endpoint: string;
  readonly tenant: string;
  /** A time or an age, as `parseSince` takes it. */
  readonly since: string;
  readonly yes?: boolean;
}

/** @throws CodedError as connecting to the stack and `printMissed` do */
export async function replayEndpoint(options: ReplayEndpointOptions, terminal: Terminal): Promise<void> {
  await printMissed(options, await openDesk(options, terminal));
}

/**
 * Sends an endpoint what it missed, and prints each notification.
 *
 * @throws CodedError `cli.since_malformed`, `cli.unknown_endpoint`, `cli.endpoint_disabled`, `cli.replay_incomplete`; as
 *   reading the tables and finding the queue do
 */
export async function printMissed(
  options: ReplayEndpointOptions,
  { registry, openReplay, terminal }: Pick<Desk, 'registry' | 'openReplay' | 'terminal'>,
): Promise<void> {
  const { tenant, endpoint: id, yes = false, json } = options;
  const since = parseSince(options.since, terminal.clock.now());
  const endpoint = await inCliWords(findEndpoint(tenant, id, registry), ENDPOINT_WORDS);
  const onFound = (missed: Missed) => terminal.print(missedLine(missed, json));
  const ports = { openReplay, clock: terminal.clock, onFound };
  const replayed = await inCliWords(replayMissed({ endpoint, since, dryRun: !yes }, ports), {
    'cli.endpoint_disabled': `npx carillon endpoints enable --tenant ${tenant} ${id} --replay`,
  });
  reportReplayed(endpoint, replayed, options, terminal);
}
