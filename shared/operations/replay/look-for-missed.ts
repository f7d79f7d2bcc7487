import { MAX_TURN_AHEAD_SECONDS } from '../../domain/delivery/retry-schedule';
import type { SourceQueue } from '../../ports/channel-queue';
import type { Clock } from '../../ports/clock';
import type { Endpoint } from '../../ports/endpoints';
import { type Missed, type MissedPorts, type MissedSince, missedBy } from './missed-deliveries';
import type { Replayed } from './replayed';

/** Sources of missed notifications, and the queue that they are sent to. */
export interface MissedSources extends MissedPorts {
  readonly queue: SourceQueue;
}

export interface LookPorts extends MissedSources {
  readonly clock: Clock;
  /** Called with each found notification, in the order of acceptance, before it is sent. */
  onFound(missed: Missed): void;
}

export interface LookRequest extends MissedSince {
  /** RFC 3339, UTC, exclusive: later notifications reach the endpoint without a replay. @default now */
  readonly until?: string;
  /** True to send nothing. */
  readonly dryRun: boolean;
}

/** A third of the turns of an endpoint with a rate, because new notifications need turns too. */
const maxSent = ({ ratePerSecond }: Endpoint): number =>
  ratePerSecond === undefined ? Number.POSITIVE_INFINITY : Math.ceil((ratePerSecond * MAX_TURN_AHEAD_SECONDS) / 3);

/**
 * Finds missed notifications of an endpoint and sends them, a page at a time. Stops when the endpoint's rate has no room
 * for more. A second pass, with the same request and `replayed`, finds what the first has not sent.
 */
export async function lookForMissed(request: LookRequest, ports: LookPorts, replayed: Replayed): Promise<void> {
  const { endpoint, scope } = replayed;
  // Before the links are read, so that a record that is linked concurrently is found.
  const accepted = await acceptedIn(request, endpoint, ports);
  const unlisted = new Set(accepted);
  scope.begin(accepted !== undefined);
  const from = { ...request, since: scope.from(request.since) };
  replayed.notLinked = undefined;
  for await (const page of missedBy(endpoint, from, ports.clock.now(), ports, unlisted)) {
    const found = page.filter(({ record }) => scope.has(record));
    replayed.leftSince = await sendPage(found, request, ports, replayed);
    if (replayed.leftSince !== undefined) return;
  }
  if (scope.isComplete) replayed.notLinked = unlisted.size;
}

async function acceptedIn({ since, until }: LookRequest, { tenant }: Endpoint, { records }: MissedPorts) {
  const accepted = await records.acceptedSince(tenant, since);
  return accepted?.filter(({ acceptedAt }) => until === undefined || acceptedAt < until).map(({ id }) => id);
}

/** @returns RFC 3339, UTC: acceptance time of the first notification for which there is no room */
async function sendPage(
  found: readonly Missed[],
  { dryRun }: LookRequest,
  ports: LookPorts,
  replayed: Replayed,
): Promise<string | undefined> {
  const room = Math.max(0, maxSent(replayed.endpoint) - replayed.sent);
  const now = found.slice(0, room);
  for (const one of now) ports.onFound(one);
  const refusals = await sendAll(now, dryRun, ports.queue);
  for (const [index, one] of now.entries()) replayed.add(one, refusals[index]);
  const left = found.slice(room).map(({ record }) => record.acceptedAt);
  return left.toSorted()[0];
}

const MALFORMED = 'what is recorded is not the notification that was accepted';

/** @returns for each notification the reason why it was not sent, or cannot be; undefined if it was sent */
async function sendAll(found: readonly Missed[], dryRun: boolean, queue: SourceQueue): Promise<(string | undefined)[]> {
  const messages = found.flatMap(({ message }) => message ?? []);
  const answers = [...(dryRun ? messages.map(() => undefined) : await queue.offer(messages))];
  return found.map(({ message, faults }) => (message === undefined ? `${MALFORMED}: ${faults}` : answers.shift()));
}
