import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { Desk } from '../endpoints/desk';
import { findEndpoint } from '../endpoints/find-endpoint';
import type { ReplayEndpointOptions } from '../options';
import { parseSince } from './parse-since';
import { Replayed, replayMissed, reportReplayed } from './replay-missed';

/**
 * Sends an endpoint what it missed.
 *
 * @throws CodedError `cli.since_malformed`, `cli.unknown_endpoint`, `cli.endpoint_disabled`, `cli.replay_incomplete`; as
 *   connecting to the stack, reading its tables and finding its queue do
 */
export async function replayEndpoint(
  options: ReplayEndpointOptions,
  { registry, openReplay, terminal }: Pick<Desk, 'registry' | 'openReplay' | 'terminal'>,
): Promise<void> {
  const since = parseSince(options.since, terminal.clock.now());
  const endpoint = await findEndpoint(options.tenant, options.endpoint, registry);
  refuseDisabled(endpoint);
  const replayed = new Replayed(endpoint);
  await replayMissed({ ...options, since, everything: true }, await openReplay(), replayed);
  reportReplayed(replayed, options, terminal);
}

/** @throws CodedError `cli.endpoint_disabled` */
function refuseDisabled({ id, tenant, state }: Endpoint): void {
  if (state.enabled) return;
  throw new CodedError(
    'cli.endpoint_disabled',
    `endpoint '${id}' is disabled since ${state.since}: ${state.reason ?? 'no reason is given'}; nothing was sent`,
    `npx carillon endpoints enable --tenant ${tenant} ${id} --replay`,
  );
}
