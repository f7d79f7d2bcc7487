import type { Command } from 'commander';
import { firstDisabled } from '../../../shared/domain/webhook/missed-while-disabled';
import { enableEndpoint } from '../../../shared/operations/endpoints/enable-endpoint';
import { enableAndReplay } from '../../../shared/operations/replay/enable-and-replay';
import type { Missed } from '../../../shared/operations/replay/missed-deliveries';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { type CliWords, inCliWords } from '../in-cli-words';
import type { TenantOptions } from '../options';
import { missedLine, reportReplayed } from '../replay/report-replayed';
import type { Terminal } from '../terminal';
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
    'Enables an endpoint, and resets its failures. It gets what is published from then on, and with --replay what it missed.',
  )
    .option(
      '--replay',
      'also send it what it missed while it was disabled, of its types and still in the ledger; takes a minute',
    )
    .addHelpText('after', example(`enable ${ON_ONE}`, `enable ${ON_ONE} --replay`))
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<EnableOptions>();
      const desk = await openDesk(options);
      await (options.replay ? enableWithReplay(id, options, desk) : enable(id, options, desk));
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
      `what it missed since ${state.disabledSince} is held: \`endpoints enable --replay\` sends what was not sent yet`,
    );
}

/**
 * Enables an endpoint, sends it what it missed while it was disabled, and prints each step.
 *
 * @throws CodedError `cli.replay_incomplete`; as `enableAndReplay` does
 */
export async function enableWithReplay(
  id: string,
  { tenant, json = false }: TenantOptions,
  desk: EnableDesk & Pick<Desk, 'openReplay'>,
): Promise<void> {
  const { print } = desk.terminal;
  const ports = { ...desk, sleep: desk.terminal.sleep, ...progressOf(desk.terminal, json) };
  const { endpoint, replayed } = await inCliWords(enableAndReplay({ tenant, id }, ports), wordsOf(tenant, id));
  reportReplayed(endpoint, replayed, { json, yes: true }, { print });
}

/** Prints what is found, as JSON with `json`; the sentences around it only without. */
function progressOf({ print }: Pick<Terminal, 'print'>, json: boolean) {
  const say = (text: string) => json || print(text);
  return {
    onEnabled: ({ id, tenant, state }: Endpoint) =>
      say(
        `${id} of tenant ${tenant} is ${stateText(state)}; it was disabled since ${firstDisabled({ state })}, and gets what was due since then`,
      ),
    onFound: (missed: Missed) => print(missedLine(missed, json)),
    onWait: (seconds: number) =>
      say(`in ${seconds} s every function knows that it is enabled: a second look then finds what was held until then`),
  };
}

const wordsOf = (tenant: string, id: string): CliWords => ({
  ...ENDPOINT_WORDS,
  'cli.endpoint_enabled': `npx carillon replay --tenant ${tenant} --endpoint ${id} --since <time> sends it what it missed`,
});
