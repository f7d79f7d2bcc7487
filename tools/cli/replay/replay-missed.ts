import { CodedError } from '../../../shared/domain/coded-error';
import type { SourceQueue } from '../../../shared/ports/channel-queue';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { Terminal } from '../terminal';
import { type Missed, type MissedPorts, type MissedSince, missedBy } from './missed-deliveries';

export interface ReplayMissedPorts extends MissedPorts {
  readonly queue: SourceQueue;
  readonly terminal: Pick<Terminal, 'print' | 'clock'>;
}

export interface ReplayMissedOptions extends MissedSince {
  /** Without, nothing is sent. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** What became of everything that was found. */
export interface Replayed {
  readonly endpoint: string;
  readonly replayed: boolean;
  readonly deliveries: { readonly notificationId: string; readonly state: Missed['state'] }[];
  /** Not sent. */
  readonly failed: { readonly notificationId: string; readonly reason: string }[];
}

/** Nothing was sent, and nothing is wrong: `since` may be mistyped. */
export const nothingReplayed = (endpoint: Endpoint, yes: boolean): Replayed => ({
  ...{ endpoint: endpoint.id, replayed: yes, deliveries: [], failed: [] },
});

/**
 * Finds what an endpoint missed, a page at a time, prints each unless the result is to be JSON, and sends it where it is told
 * to.
 *
 * @param before what was found already: it is not sent again
 */
export async function replayMissed(
  endpoint: Endpoint,
  options: ReplayMissedOptions,
  { queue, terminal, ...ports }: ReplayMissedPorts,
  before: Replayed = nothingReplayed(endpoint, options.yes === true),
): Promise<Replayed> {
  const known = new Set([...before.deliveries, ...before.failed].map(({ notificationId }) => notificationId));
  for await (const page of missedBy(endpoint, options, terminal.clock.now(), ports)) {
    const found = page.filter(({ record }) => !known.has(record.id));
    if (!options.json) for (const one of found) terminal.print(lineOf(one));
    const refusals = await sendAll(found, options.yes === true, queue);
    for (const [index, { record, state }] of found.entries()) {
      const [notificationId, reason] = [record.id, refusals[index]];
      if (reason === undefined) before.deliveries.push({ notificationId, state });
      else before.failed.push({ notificationId, reason });
    }
  }
  return before;
}

const lineOf = ({ record: { id, type, acceptedAt }, state }: Missed): string =>
  `${acceptedAt}  ${id}  ${type}  ${state}`;

const MALFORMED = 'what is recorded is not the notification that was accepted';

/** @returns for each, why it was not sent, or cannot be */
async function sendAll(found: readonly Missed[], yes: boolean, queue: SourceQueue): Promise<(string | undefined)[]> {
  const messages = found.flatMap(({ message }) => message ?? []);
  const answers = [...(yes ? await queue.offer(messages) : messages.map(() => undefined))];
  return found.map(({ message }) => (message === undefined ? MALFORMED : answers.shift()));
}

/** @throws CodedError `cli.replay_incomplete` where something could not be sent; the others were */
export function reportReplayed(
  { endpoint, replayed, deliveries, failed }: Replayed,
  { json }: { readonly json?: boolean },
  { print }: Pick<Terminal, 'print'>,
): void {
  if (json) print(JSON.stringify({ endpoint, replayed, deliveries, failed }));
  else print(summaryOf(deliveries.length, replayed));
  if (failed.length === 0) return;
  throw new CodedError(
    'cli.replay_incomplete',
    `${failed.length} of ${failed.length + deliveries.length} deliveries to ${endpoint} could not be sent: ${namesOf(failed)}`,
    'do it again: what was delivered meanwhile is left out; `npx carillon audit verify` names records that were changed',
  );
}

function summaryOf(count: number, replayed: boolean): string {
  if (count === 0) return 'the endpoint missed nothing';
  const what = count === 1 ? '1 delivery' : `${count} deliveries`;
  return replayed
    ? `${what} will be attempted, each when it is its turn`
    : `nothing was sent; with --yes ${what} will be attempted`;
}

const NAMED = 3;
const namesOf = (failed: Replayed['failed']): string =>
  failed
    .slice(0, NAMED)
    .map(({ notificationId, reason }) => `${notificationId} (${reason})`)
    .join(', ') + (failed.length > NAMED ? ', …' : '');
