import { channels } from '../../../handlers';
import type { Delivery } from '../../../shared/domain/delivery/claim';
import type { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { planReplay } from '../../../shared/operations/replay/plan-replay';
import { refuseUnknownChannel } from '../../../shared/operations/replay/refuse-unknown';
import type { ReplayPlan } from '../../../shared/operations/replay/replay-plan';
import { type RefusalReason, ReplayRefused } from '../../../shared/operations/replay/replay-refused';
import { runReplay } from '../../../shared/operations/replay/run-replay';
import { type CliWords, inCliWords } from '../in-cli-words';
import type { GlobalOptions } from '../options';
import { deliveryName } from '../status/format-timeline';
import { unknownIdWords } from '../status/unknown-id-words';
import type { Terminal } from '../terminal';
import { type NotificationReplayPorts, openNotificationReplay } from './open-replay';

export interface ReplayOptions extends GlobalOptions {
  readonly channel?: string;
  /** Addresses and endpoint ids. */
  readonly target?: readonly string[];
  readonly yes?: boolean;
}

/** @throws CodedError `cli.unknown_channel`, before it connects to the stack; as connecting and `printReplay` do */
export async function replayNotification(id: string, options: ReplayOptions, terminal: Terminal): Promise<void> {
  refuseUnknownChannel(options, channels);
  await printReplay(id, options, await openNotificationReplay(options.outputs, terminal), terminal);
}

/**
 * Prints which deliveries of a notification are replayed; attempts them only with `yes`.
 *
 * @throws CodedError as `planReplay` and `runReplay` do
 */
export async function printReplay(
  id: string,
  { channel, target, ...options }: ReplayOptions,
  ports: NotificationReplayPorts,
  { print }: Pick<Terminal, 'print'>,
): Promise<void> {
  const request = { id, ...(channel !== undefined && { channel }), ...(target !== undefined && { target }) };
  const plan = await inCliWords(planReplay(request, ports), wordsOf(id, ports));
  if (options.yes) await runReplay(plan, ports);
  print(formatReplay(plan, options));
}

const wordsOf = (id: string, { table }: NotificationReplayPorts): CliWords => ({
  ...unknownIdWords(table),
  'cli.unknown_target': `take addresses and endpoints as \`npx carillon status ${id}\` shows them`,
  'cli.record_malformed': (error) => refusalWords(id, error),
  'cli.endpoint_disabled': (error) => refusalWords(id, error),
  'cli.nothing_to_replay': (error) => refusalWords(id, error),
});

function refusalWords(id: string, error: CodedError) {
  if (!(error instanceof ReplayRefused)) return {};
  const { reason, tenant = '', endpoint = '' } = error.refusal;
  return { fix: FIXES[reason]({ id, tenant, endpoint }) };
}

type Refused = Readonly<Record<'id' | 'tenant' | 'endpoint', string>>;

const status = ({ id }: Refused): string => `npx carillon status ${id} shows`;

const FIXES: Readonly<Record<RefusalReason, (refused: Refused) => string>> = {
  record_malformed: ({ tenant }) => `npx carillon audit verify --tenant ${tenant} names every record that was changed`,
  endpoint_disabled: ({ tenant, endpoint }) => `npx carillon endpoints enable --tenant ${tenant} ${endpoint} --replay`,
  address_erased: (refused) => `${status(refused)} how each delivery stands`,
  dead_letter_only: (refused) =>
    `${status(refused)} why and on which channel; fix the cause and redrive the dead letter, or publish it again`,
  all_settled: (refused) =>
    `${status(refused)} how each delivery stands; publish --as-new delivers again what was delivered`,
  still_open: (refused) =>
    `${status(refused)} how each delivery stands; open deliveries go on by themselves; published anew, they would arrive twice`,
};

/** The ledger does not record a first attempt that waits. */
const WHEN =
  'each when it is due: one to an endpoint whose circuit is open (`carillon endpoints list`) keeps its old state until then';

export function formatReplay(
  { deliveries, disabled, erased }: Pick<ReplayPlan, 'deliveries' | 'disabled' | 'erased'>,
  { json, yes = false }: Pick<ReplayOptions, 'json' | 'yes'>,
): string {
  if (json)
    return JSON.stringify({
      replayed: yes,
      deliveries: deliveries.map(({ attempts, ...delivery }) => delivery),
      disabled: disabled.map(leftOut),
      erased: erased.map(leftOut),
    });
  const lines = deliveries.map((delivery) => {
    const reason = delivery.attempts.at(-1)?.reason;
    return `${deliveryName(delivery)}${delivery.state}${reason ? `: ${reason}` : ''}`;
  });
  const end = yes ? `these are attempted again, ${WHEN}` : 'nothing was sent; with --yes these are attempted again';
  const left = [
    ...disabled.map((one) => `${deliveryName(one)}${one.state}: left out, its endpoint is disabled`),
    ...erased.map((one) => `${deliveryName(one)}${one.state}: left out, its address was erased`),
  ];
  return [...lines, ...left, end].join('\n');
}

const leftOut = ({ channel, target, state }: Delivery) => ({ channel, target, state });
