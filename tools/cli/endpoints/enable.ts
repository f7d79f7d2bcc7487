import type { Command } from 'commander';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { firstDisabled } from '../../../shared/domain/webhook/missed-while-disabled';
import { enableEndpoint, switchOn } from '../../../shared/operations/endpoints/enable-endpoint';
import { findEndpoint } from '../../../shared/operations/endpoints/find-endpoint';
import { replayMissedWhileDisabled } from '../../../shared/operations/replay/replay-missed-while-disabled';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import { missedLine, reportReplayed } from '../replay/report-replayed';
import type { Desk, OpenDesk } from './desk';
import { ENDPOINT_WORDS } from './endpoint-words';
import { example, ON_ONE, onEndpoint } from './on-endpoint';
import { stateText } from './show-endpoint';

interface EnableOptions extends TenantOptions {
  readonly replay?: boolean;
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
      const desk = await openDesk(options);
      await (options.replay ? enableAndReplay(id, options, desk) : enable(id, options, desk));
    });
}

type EnableDesk = Pick<Desk, 'registry' | 'clock' | 'terminal'>;

/** @throws CodedError as `enableEndpoint` does */
export async function enable(id: string, { tenant, json }: TenantOptions, desk: EnableDesk): Promise<void> {
  const state = await inCliWords(enableEndpoint({ tenant, id }, desk), ENDPOINT_WORDS);
  if (json) return desk.terminal.print(JSON.stringify({ id, tenant, state }));
  desk.terminal.print(`${id} of tenant ${tenant} is ${stateText(state)}`);
  if (state.disabledSince !== undefined)
    desk.terminal.print(
      `what it missed since ${state.disabledSince} is held until it is sent: \`endpoints enable --replay\` sends what was not`,
    );
}

/**
 * Enables an endpoint, and sends it what it missed while it was disabled. May be repeated, also where the endpoint is
 * enabled already.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_enabled`, `cli.endpoint_changed`, `cli.replay_incomplete`
 */
export async function enableAndReplay(
  id: string,
  options: TenantOptions,
  desk: EnableDesk & Pick<Desk, 'openReplay'>,
): Promise<void> {
  const { print, sleep } = desk.terminal;
  const before = await inCliWords(findEndpoint(options.tenant, id, desk.registry), ENDPOINT_WORDS);
  if (before.state.enabled && before.state.disabledSince === undefined) throw neverDisabled(before);
  const sources = await desk.openReplay();
  const endpoint = await inCliWords(switchOn(before, desk), ENDPOINT_WORDS);
  const say = (text: string) => options.json || print(text);
  say(
    `${id} of tenant ${options.tenant} is ${stateText(endpoint.state)}; it was disabled since ${firstDisabled(endpoint)}, and gets what came to its turn since then`,
  );
  const replayed = await replayMissedWhileDisabled(
    { endpoint },
    {
      ...sources,
      clock: desk.clock,
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
