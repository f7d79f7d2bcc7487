import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { earlier, firstDisabled, missedFrom } from '../../../shared/domain/webhook/missed-while-disabled';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import { Replayed, replayMissed, reportReplayed } from '../replay/replay-missed';
import type { Desk } from './desk';
import { findEndpoint } from './find-endpoint';
import { stateText } from './show-endpoint';
import { switchOn } from './switch-endpoint';

/** A change of an endpoint is known to every function after this, and what they spread until then does not count it in. */
const KNOWN_AFTER_SECONDS = 60;
/**
 * What they spread then may have been accepted earlier, and by a clock that is behind this one. The second look goes no
 * further back in a ledger that is too large to be walked through.
 */
const LATE_SECONDS = 3_600;

type ReplayDesk = Pick<Desk, 'registry' | 'openReplay' | 'terminal'>;

/**
 * Enables an endpoint, and sends it what was held and what it was not counted in for, since it was disabled for the first
 * time. What failed or was rejected, and what its types did not name yet when it was accepted (`mayHaveMissed`), only
 * `replay --endpoint` sends. What comes while functions still take it for disabled is found by a second look, a minute later,
 * and so is what the audit chain lists only then. May be repeated, also where the endpoint is enabled already.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_enabled`, `cli.endpoint_changed`, `cli.replay_incomplete`
 */
export async function enableAndReplay(id: string, options: TenantOptions, desk: ReplayDesk): Promise<void> {
  const before = await findEndpoint(options.tenant, id, desk.registry);
  if (before.state.enabled && before.state.disabledSince === undefined) throw neverDisabled(before);
  const ports = await desk.openReplay();
  const endpoint = await switchOn(before, desk);
  const { since: enabledAt } = endpoint.state;
  const say = (text: string) => options.json || desk.terminal.print(text);
  say(
    `${id} of tenant ${options.tenant} is ${stateText(endpoint.state)}; it was disabled since ${firstDisabled(endpoint)}, and gets what came to its turn since then`,
  );
  const late = earlier(desk.terminal.clock.now().toISOString(), LATE_SECONDS);
  const replayed = new Replayed(endpoint, late);
  const until = earlier(enabledAt, -KNOWN_AFTER_SECONDS);
  const since = missedFrom(endpoint);
  const look = () => replayMissed({ ...options, since, until, yes: true }, ports, replayed);
  await look();
  if (replayed.leftSince === undefined) {
    say(
      `in ${KNOWN_AFTER_SECONDS} s every function knows that it is enabled: what comes until then is looked for again`,
    );
    await desk.terminal.sleep(KNOWN_AFTER_SECONDS * 1000);
    await look();
  }
  reportReplayed(replayed, { ...options, yes: true }, desk.terminal);
}

const neverDisabled = ({ id, tenant, state }: Endpoint): CodedError =>
  new CodedError(
    'cli.endpoint_enabled',
    `endpoint '${id}' was not disabled, it is enabled since ${state.since}; nothing was sent`,
    `npx carillon replay --tenant ${tenant} --endpoint ${id} --since <time> sends it what it missed`,
  );
