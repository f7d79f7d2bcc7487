import { ulid } from 'ulid';
import {
  type BeginReplayPorts,
  type BegunReplay,
  beginReplay,
  type FoundDelivery,
} from '../../../shared/operations/replays/begin-replay';
import type { ReadReplayPorts } from '../../../shared/operations/replays/read-replay';
import type { TenantOptions } from '../options';
import { watchRun } from '../replays/watch-run';
import { connectStack } from '../stack/connect-stack';
import { listingOf } from '../stack/listing-of';
import { replaysOf } from '../stack/replays-of';
import { table } from '../table';
import type { Terminal } from '../terminal';
import { parsePeriod } from './parse-since';

/** A replay of all deliveries that a filter finds. */
export interface ReplayFilterOptions extends TenantOptions {
  readonly state: string;
  readonly type?: string;
  readonly channel?: string;
  readonly endpoint?: string;
  readonly since?: string;
  readonly until?: string;
  readonly rate?: number;
  readonly yes?: boolean;
}

/** @throws CodedError as connecting to the stack and `printReplayed` do */
export async function replayFilter(options: ReplayFilterOptions, terminal: Terminal): Promise<void> {
  const connection = await connectStack(options.outputs, terminal);
  const { listing } = listingOf(connection);
  const ports = { listing, runs: replaysOf(connection), clock: terminal.clock, newId: () => ulid() };
  await printReplayed(options, ports, terminal);
}

/**
 * Prints how many deliveries the filter finds, and the newest of them; with `yes` begins the run and prints its progress
 * until it ends.
 *
 * @throws CodedError `cli.since_malformed`; as `beginReplay` and `readReplay` do
 */
export async function printReplayed(
  { yes = false, rate, json, ...filter }: ReplayFilterOptions,
  ports: BeginReplayPorts & ReadReplayPorts,
  terminal: Pick<Terminal, 'print' | 'sleep' | 'clock'>,
): Promise<void> {
  const { tenant, state, type, channel, endpoint } = filter;
  const begun = await beginReplay(
    {
      tenant,
      state,
      type,
      channel,
      endpoint,
      ...parsePeriod(filter, terminal.clock.now()),
      ratePerSecond: rate,
      dryRun: !yes,
    },
    ports,
  );
  terminal.print(json ? JSON.stringify(begun) : formatBegun(begun, tenant));
  if (begun.kind === 'begun')
    await watchRun({ tenant, id: begun.run.id }, { ...(json !== undefined && { json }) }, ports, terminal);
}

function formatBegun(begun: BegunReplay, tenant: string): string {
  if (begun.kind === 'begun')
    return `replay ${begun.run.id} begins within a minute, ${begun.run.ratePerSecond} deliveries a second; Ctrl-C does not stop it, npx carillon replays stop --tenant ${tenant} ${begun.run.id} does`;
  const { deliveries, first, isComplete } = begun;
  if (deliveries === 0) return isComplete ? 'nothing was found' : 'nothing was found among the newest 10,000';
  const count = `${isComplete ? '' : 'at least '}${deliveries}`;
  const shown = first.length < deliveries ? `the newest ${first.length} are shown; ` : '';
  const listed = table([HEADINGS, ...first.map(rowOf)]);
  return `${listed}\n${shown}nothing was sent; with --yes ${count} deliveries are attempted again`;
}

const HEADINGS = ['ACCEPTED', 'ID', 'TYPE', 'CHANNEL', 'ENDPOINT'];

const rowOf = ({ acceptedAt, notificationId, type, channel, endpoint = '' }: FoundDelivery): string[] => [
  acceptedAt,
  notificationId,
  type,
  channel,
  endpoint,
];
