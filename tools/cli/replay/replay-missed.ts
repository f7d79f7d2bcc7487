import { MAX_TURN_AHEAD_SECONDS } from '../../../shared/domain/delivery/retry-schedule';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { SourceQueue } from '../../../shared/ports/channel-queue';
import type { Endpoint } from '../../../shared/ports/endpoints';
import type { Terminal } from '../terminal';
import { type Missed, type MissedPorts, type MissedSince, missedBy } from './missed-deliveries';
import { Sought } from './sought';

export interface ReplayMissedPorts extends MissedPorts {
  readonly queue: SourceQueue;
  readonly terminal: Pick<Terminal, 'print' | 'clock'>;
}

export interface ReplayMissedOptions extends MissedSince {
  /** RFC 3339, UTC: what was accepted from then on it gets without this. @default now */
  readonly until?: string;
  /** Without, nothing is sent. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

interface Failure {
  readonly notificationId: string;
  readonly reason: string;
}

/** What became of everything that was found: counted, for there may be millions. */
export class Replayed {
  sent = 0;
  failed = 0;
  /** The first few that could not be sent. */
  readonly failures: Failure[] = [];
  /** RFC 3339, UTC: when the first was accepted for which the endpoint's rate has no room. */
  leftSince: string | undefined;
  /** What no look could find, because no link lists it yet; undefined where it is not known. */
  notLinked: number | undefined;
  readonly sought: Sought;

  /** @param recentSince RFC 3339, UTC. @default no second look */
  constructor(
    readonly endpoint: Endpoint,
    recentSince?: string,
  ) {
    this.sought = new Sought(recentSince);
  }

  add({ record }: Missed, reason: string | undefined): void {
    this.sought.settle(record);
    if (reason === undefined) this.sent++;
    else if (++this.failed <= MAX_NAMED) this.failures.push({ notificationId: record.id, reason });
  }
}

const MAX_NAMED = 3;

/** A third of the turns that an endpoint with a rate has: what is published meanwhile needs turns, too. */
const maxSent = ({ ratePerSecond }: Endpoint): number =>
  ratePerSecond === undefined ? Number.POSITIVE_INFINITY : Math.ceil((ratePerSecond * MAX_TURN_AHEAD_SECONDS) / 3);

/**
 * Finds what an endpoint missed, a page at a time, prints each, and sends it where it is told to. Stops where the endpoint's
 * rate has no room for more. A second look, with the same options and `replayed`, is for what the first has not sent.
 */
export async function replayMissed(
  options: ReplayMissedOptions,
  { queue, terminal, ...ports }: ReplayMissedPorts,
  replayed: Replayed,
): Promise<void> {
  const { endpoint, sought } = replayed;
  // Before the links are read: what is linked meanwhile is found.
  const accepted = await acceptedIn(options, endpoint, ports);
  const unlisted = new Set(accepted);
  sought.begin(accepted !== undefined);
  const from = { ...options, since: sought.from(options.since) };
  replayed.notLinked = undefined;
  for await (const page of missedBy(endpoint, from, terminal.clock.now(), ports, unlisted)) {
    const found = page.filter(({ record }) => sought.has(record));
    const room = Math.max(0, maxSent(endpoint) - replayed.sent);
    const now = found.slice(0, room);
    for (const one of now) terminal.print(lineOf(one, options.json));
    const refusals = await sendAll(now, options.yes === true, queue);
    for (const [index, one] of now.entries()) replayed.add(one, refusals[index]);
    replayed.leftSince = found
      .slice(room)
      .map(({ record }) => record.acceptedAt)
      .toSorted()[0];
    if (replayed.leftSince !== undefined) return;
  }
  if (sought.isComplete) replayed.notLinked = unlisted.size;
}

async function acceptedIn({ since, until }: ReplayMissedOptions, { tenant }: Endpoint, { records }: MissedPorts) {
  const accepted = await records.acceptedSince(tenant, since);
  return accepted?.filter(({ acceptedAt }) => until === undefined || acceptedAt < until).map(({ id }) => id);
}

function lineOf({ record: { id, type, acceptedAt }, state }: Missed, json = false): string {
  return json
    ? JSON.stringify({ notificationId: id, type, acceptedAt, state })
    : `${acceptedAt}  ${id}  ${type}  ${state.replace('_', ' ')}`;
}

const MALFORMED = 'what is recorded is not the notification that was accepted';

/** @returns for each, why it was not sent, or cannot be */
async function sendAll(found: readonly Missed[], yes: boolean, queue: SourceQueue): Promise<(string | undefined)[]> {
  const messages = found.flatMap(({ message }) => message ?? []);
  const answers = [...(yes ? await queue.offer(messages) : messages.map(() => undefined))];
  return found.map(({ message, faults }) => (message === undefined ? `${MALFORMED}: ${faults}` : answers.shift()));
}

/** @throws CodedError `cli.replay_incomplete` where something could not be sent; the others were */
export function reportReplayed(
  replayed: Replayed,
  { json, yes = false }: Pick<ReplayMissedOptions, 'json' | 'yes'>,
  { print }: Pick<Terminal, 'print'>,
): void {
  const { endpoint, sent, failed, leftSince, notLinked = null } = replayed;
  if (json)
    print(JSON.stringify({ endpoint: endpoint.id, replayed: yes, deliveries: sent, failed, leftSince, notLinked }));
  else for (const line of summaryOf(replayed, yes)) print(line);
  if (failed > 0) throw incomplete(replayed);
}

function summaryOf(replayed: Replayed, yes: boolean): string[] {
  const found = foundText(replayed, yes);
  // Where something is left, this is to be done again anyway.
  return replayed.leftSince !== undefined || replayed.notLinked === 0 ? found : [...found, notFoundText(replayed)];
}

function notFoundText({ endpoint: { tenant }, notLinked }: Replayed): string {
  const which =
    notLinked === undefined
      ? `what tenant ${tenant} published in the last seconds, or longer ago where the audit chain is late, may not be found yet`
      : `${notLinked} more of tenant ${tenant} ${notLinked === 1 ? 'waits for its' : 'wait for their'} link in the audit chain, and ${notLinked === 1 ? 'is' : 'are'} not found before`;
  return `${which}: do it again in a minute; \`npx carillon audit verify --tenant ${tenant}\` counts what is not linked yet`;
}

function foundText({ endpoint, sent, failed, leftSince, notLinked }: Replayed, yes: boolean): string[] {
  if (sent + failed === 0 && leftSince === undefined)
    return [notLinked === 0 ? 'the endpoint missed nothing' : 'nothing was found that the endpoint missed'];
  const what = sent === 1 ? '1 delivery' : `${sent} deliveries`;
  const said = yes
    ? `${what} will be attempted, each when it is its turn`
    : `nothing was sent; with --yes ${what} will be attempted`;
  const left = `what was accepted since ${leftSince} is left: at ${endpoint.ratePerSecond} a second there is no room for more; do it again as you did now, once these are delivered: what was linked late may be older`;
  return leftSince === undefined ? [said] : [said, left];
}

const incomplete = ({ endpoint, sent, failed, failures }: Replayed): CodedError =>
  new CodedError(
    'cli.replay_incomplete',
    `${failed} of ${failed + sent} deliveries to ${endpoint.id} could not be sent: ${failures
      .map(({ notificationId, reason }) => `${notificationId} (${reason})`)
      .join(', ')}${failed > MAX_NAMED ? ', …' : ''}`,
    'do it again: what was delivered meanwhile is left out; `npx carillon audit verify` names records that were changed',
  );
