import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { firstDisabled } from '../../../shared/domain/webhook/missed-while-disabled';
import { replayMissedWhileDisabled } from '../../../shared/operations/replay/replay-missed-while-disabled';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { TenantOptions } from '../options';
import { missedLine, reportReplayed } from '../replay/report-replayed';
import type { Desk } from './desk';
import { findEndpoint } from './find-endpoint';
import { stateText } from './show-endpoint';
import { switchOn } from './switch-endpoint';

type ReplayDesk = Pick<Desk, 'registry' | 'openReplay' | 'terminal'>;

/**
 * Enables an endpoint, and sends it what it missed while it was disabled. May be repeated, also where the endpoint is
 * enabled already.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_enabled`, `cli.endpoint_changed`, `cli.replay_incomplete`
 */
export async function enableAndReplay(id: string, options: TenantOptions, desk: ReplayDesk): Promise<void> {
  const { clock, print, sleep } = desk.terminal;
  const before = await findEndpoint(options.tenant, id, desk.registry);
  if (before.state.enabled && before.state.disabledSince === undefined) throw neverDisabled(before);
  const sources = await desk.openReplay();
  const endpoint = await switchOn(before, desk);
  const say = (text: string) => options.json || print(text);
  say(
    `${id} of tenant ${options.tenant} is ${stateText(endpoint.state)}; it was disabled since ${firstDisabled(endpoint)}, and gets what came to its turn since then`,
  );
  const replayed = await replayMissedWhileDisabled(
    { endpoint },
    {
      ...sources,
      clock,
      sleep,
      onFound: (missed) => print(missedLine(missed, options.json)),
      onWait: (seconds) =>
        say(`in ${seconds} s every function knows that it is enabled: what comes until then is looked for again`),
    },
  );
  reportReplayed(endpoint, replayed, { ...options, yes: true }, desk.terminal);
}

const neverDisabled = ({ id, tenant, state }: Endpoint): CodedError =>
  new CodedError(
    'cli.endpoint_enabled',
    `endpoint '${id}' was not disabled, it is enabled since ${state.since}; nothing was sent`,
    `npx carillon replay --tenant ${tenant} --endpoint ${id} --since <time> sends it what it missed`,
  );
