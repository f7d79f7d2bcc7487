import { CodedError } from '../../../shared/domain/coded-error';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import { nothingReplayed, replayMissed, reportReplayed } from '../replay/replay-missed';
import type { Desk } from './desk';
import { findEndpoint } from './find-endpoint';
import { stateText } from './show-endpoint';
import { switchOn } from './switch-endpoint';

/** A change of an endpoint is known to every function after this, and what they spread until then does not count it in. */
const KNOWN_AFTER_SECONDS = 60;
/** A delivery is held when its turn comes, which may be days after its notification was accepted: schedule, waits, dead letters. */
const LATEST_HELD_DAYS = 21;

type ReplayDesk = Pick<Desk, 'registry' | 'openReplay' | 'terminal'>;

/**
 * Enables an endpoint, and sends it what it missed while it was disabled, and what came before and is held. What comes while
 * functions still take it for disabled is found by a second look, a minute later. May be repeated, also where the endpoint is
 * enabled already: it remembers since when it was disabled.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_enabled`, `cli.endpoint_changed`, `cli.replay_incomplete`
 */
export async function enableAndReplay(id: string, options: TenantOptions, desk: ReplayDesk): Promise<void> {
  const before = await findEndpoint(options.tenant, id, desk.registry);
  const disabledSince = before.state.enabled ? before.state.disabledSince : before.state.since;
  if (disabledSince === undefined) throw neverDisabled(before);
  const ports = await desk.openReplay();
  const endpoint = await switchOn(before, desk);
  const say = (text: string) => options.json || desk.terminal.print(text);
  say(`${id} of tenant ${options.tenant} is ${stateText(endpoint.state)}; it was disabled since ${disabledSince}`);
  const look = { ...options, yes: true };
  const missed = { since: disabledSince, heldSince: earlier(disabledSince, LATEST_HELD_DAYS * 86_400) };
  const first = await replayMissed(endpoint, { ...look, ...missed }, ports, nothingReplayed(endpoint, true));
  say(
    `in ${KNOWN_AFTER_SECONDS} s every function knows that it is enabled: what came until then is looked for once more`,
  );
  await desk.terminal.sleep(KNOWN_AFTER_SECONDS * 1000);
  const late = { since: earlier(endpoint.state.since, KNOWN_AFTER_SECONDS) };
  reportReplayed(await replayMissed(endpoint, { ...look, ...late }, ports, first), options, desk.terminal);
}

const earlier = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) - seconds * 1000).toISOString();

const neverDisabled = ({ id, tenant, state }: Endpoint): CodedError =>
  new CodedError(
    'cli.endpoint_enabled',
    `endpoint '${id}' was not disabled, it is enabled since ${state.since}; nothing was sent`,
    `npx carillon replay --tenant ${tenant} --endpoint ${id} --since <time> sends it what it missed`,
  );
